-- +goose Up
-- Who of the county read what (GB/T 22239 8.1.4.3): kept at least 180 days.
CREATE TABLE read_records (
  id INTEGER PRIMARY KEY,
  at BIGINT NOT NULL,
  region VARCHAR(12) NOT NULL,
  user_id BIGINT NOT NULL,
  user_name VARCHAR(100) NOT NULL,
  role VARCHAR(32) NOT NULL,
  dept_code VARCHAR(16) NOT NULL,
  for_name VARCHAR(100) NOT NULL,
  kind VARCHAR(16) NOT NULL,
  case_id BIGINT NOT NULL,
  case_number VARCHAR(21) NOT NULL,
  subject_id BIGINT NOT NULL,
  subject VARCHAR(300) NOT NULL,
  once VARCHAR(80)
);
CREATE UNIQUE INDEX read_records_once ON read_records (once);
CREATE INDEX read_records_region ON read_records (region, id);
CREATE INDEX read_records_user ON read_records (user_id, id);
CREATE INDEX read_records_case ON read_records (case_id, id);
CREATE INDEX read_records_at ON read_records (at);
