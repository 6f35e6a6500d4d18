-- +goose Up
-- 预审: a look at a draft that its applicant asked for.
CREATE TABLE prechecks (
  id INTEGER PRIMARY KEY,
  case_id BIGINT NOT NULL,
  enterprise_id BIGINT NOT NULL,
  region VARCHAR(12) NOT NULL,
  dept_code VARCHAR(16) NOT NULL,
  window_code VARCHAR(16) NOT NULL,
  item_code VARCHAR(16) NOT NULL,
  item_name VARCHAR(200) NOT NULL,
  status VARCHAR(16) NOT NULL,
  question VARCHAR(2000) NOT NULL,
  asked_by BIGINT NOT NULL,
  asked_name VARCHAR(100) NOT NULL,
  acting_for VARCHAR(200) NOT NULL,
  asked_at BIGINT NOT NULL,
  due_on CHAR(10) NOT NULL,
  points LONGTEXT,
  advice VARCHAR(4000) NOT NULL,
  answered_by BIGINT NOT NULL,
  answered_name VARCHAR(100) NOT NULL,
  answered_at BIGINT,
  ended_at BIGINT,
  version BIGINT NOT NULL
);
CREATE INDEX prechecks_case ON prechecks (case_id, id);
CREATE INDEX prechecks_desk ON prechecks (dept_code, status, due_on, id);
CREATE INDEX prechecks_window ON prechecks (window_code, status, due_on, id);
-- What is learned from the cases of an item: the latest first.
CREATE INDEX cases_item ON cases (item_code, received_on, id);
