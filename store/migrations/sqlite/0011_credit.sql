-- +goose Up
CREATE TABLE credit_records (
  id INTEGER PRIMARY KEY,
  enterprise_id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  kind VARCHAR(16) NOT NULL,
  case_number VARCHAR(21) NOT NULL,
  item_code VARCHAR(16) NOT NULL,
  item_name VARCHAR(200) NOT NULL,
  dept_code VARCHAR(16) NOT NULL,
  broken_at BIGINT NOT NULL,
  reason VARCHAR(4000) NOT NULL,
  repaired_at BIGINT,
  repaired_by BIGINT NOT NULL,
  second_id BIGINT NOT NULL,
  repair_reason VARCHAR(2000) NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX credit_records_case ON credit_records (case_id, kind);
CREATE INDEX credit_records_who ON credit_records (enterprise_id, id);
-- What the journals already say: promised materials that did not come, and commitments found false.
INSERT INTO credit_records (enterprise_id, case_id, kind, case_number, item_code, item_name, dept_code, broken_at, reason, repaired_by, second_id, repair_reason, created_at)
  SELECT c.enterprise_id, c.id, 'GAP', c.number, c.item_code, c.item_name, c.dept_code, e.legal_at, e.reason, 0, 0, '', e.recorded_at
  FROM cases c JOIN events e ON e.case_id = c.id AND e.code = 'T10' WHERE c.status = 'TERMINATED';
INSERT INTO credit_records (enterprise_id, case_id, kind, case_number, item_code, item_name, dept_code, broken_at, reason, repaired_by, second_id, repair_reason, created_at)
  SELECT c.enterprise_id, c.id, 'FALSE_PROMISE', c.number, c.item_code, c.item_name, c.dept_code, s.done_at, s.remark, 0, 0, '', s.done_at
  FROM cases c JOIN steps s ON s.case_id = c.id AND s.code = 'VERIFY' AND s.state = 'DONE' AND s.result = 'OBJECT';
