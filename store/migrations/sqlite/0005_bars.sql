-- +goose Up
CREATE TABLE applicant_bars (
  id INTEGER PRIMARY KEY,
  enterprise_id BIGINT NOT NULL,
  item_code VARCHAR(16) NOT NULL,
  from_case BIGINT NOT NULL,
  until_on CHAR(10),
  created_at BIGINT NOT NULL
);
CREATE INDEX applicant_bars_who ON applicant_bars (enterprise_id, item_code);
