-- +goose Up
CREATE TABLE cases (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  number VARCHAR(21),
  region VARCHAR(12) NOT NULL,
  flow VARCHAR(12) NOT NULL,
  item_code VARCHAR(16) NOT NULL,
  item_name VARCHAR(200) NOT NULL,
  item_version BIGINT NOT NULL,
  variant VARCHAR(40) NOT NULL,
  status VARCHAR(24) NOT NULL,
  version BIGINT NOT NULL,
  enterprise_id BIGINT NOT NULL,
  project_id BIGINT NOT NULL,
  parent_id BIGINT NOT NULL,
  prior_case_id BIGINT NOT NULL,
  licence_id BIGINT NOT NULL,
  change_kind VARCHAR(12) NOT NULL,
  dept_code VARCHAR(16) NOT NULL,
  operator_id BIGINT NOT NULL,
  agent_id BIGINT NOT NULL,
  receiver_id BIGINT NOT NULL,
  reviewer_id BIGINT NOT NULL,
  approver_id BIGINT NOT NULL,
  source VARCHAR(12) NOT NULL,
  form LONGTEXT,
  attrs LONGTEXT,
  round INT NOT NULL,
  deemed BOOLEAN NOT NULL,
  tolerant BOOLEAN NOT NULL,
  gap_due CHAR(10),
  gap_closed_on CHAR(10),
  outcome VARCHAR(12) NOT NULL,
  joint BOOLEAN NOT NULL,
  complex BOOLEAN NOT NULL,
  bare_day_unit VARCHAR(16) NOT NULL,
  legal_value INT NOT NULL,
  legal_unit VARCHAR(16) NOT NULL,
  promise_value INT NOT NULL,
  promise_unit VARCHAR(16) NOT NULL,
  calendar_rev BIGINT NOT NULL,
  provisional BOOLEAN NOT NULL,
  paused BOOLEAN NOT NULL,
  received_on CHAR(10),
  first_received CHAR(10),
  accepted_on CHAR(10),
  window_due CHAR(10),
  legal_due CHAR(10),
  promised_due CHAR(10),
  deliver_due CHAR(10),
  forwarded_on CHAR(10),
  decided_on CHAR(10),
  delivered_on CHAR(10),
  ended_on CHAR(10),
  used_days INT NOT NULL,
  special_days INT NOT NULL,
  applicant_days INT NOT NULL,
  due_on CHAR(10),
  blue_on CHAR(10),
  yellow_on CHAR(10),
  red_on CHAR(10),
  open_dept VARCHAR(16),
  next_timer_at BIGINT,
  next_alert_at BIGINT,
  seq BIGINT NOT NULL,
  head_hash VARBINARY(64),
  query_code VARCHAR(8) NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE UNIQUE INDEX cases_number ON cases (number);
CREATE INDEX cases_enterprise ON cases (enterprise_id, id);
CREATE INDEX cases_project ON cases (project_id, id);
CREATE INDEX cases_parent ON cases (parent_id);
CREATE INDEX cases_open_due ON cases (open_dept, due_on, id);
CREATE INDEX cases_red ON cases (red_on, region);
CREATE INDEX cases_yellow ON cases (yellow_on, red_on, region);
CREATE INDEX cases_blue ON cases (blue_on, yellow_on, red_on, region);
CREATE INDEX cases_timer ON cases (next_timer_at);
CREATE INDEX cases_alert ON cases (next_alert_at);

CREATE TABLE case_parties (
  case_id BIGINT NOT NULL,
  kind VARCHAR(4) NOT NULL,
  party VARCHAR(20) NOT NULL,
  party_right VARCHAR(8) NOT NULL,
  PRIMARY KEY (kind, party, case_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX case_parties_case ON case_parties (case_id);

CREATE TABLE steps (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  case_id BIGINT NOT NULL,
  region VARCHAR(12) NOT NULL,
  ord INT NOT NULL,
  code VARCHAR(12) NOT NULL,
  name VARCHAR(100) NOT NULL,
  kind VARCHAR(12) NOT NULL,
  dept_code VARCHAR(16) NOT NULL,
  role VARCHAR(20) NOT NULL,
  state VARCHAR(12) NOT NULL,
  mode VARCHAR(4) NOT NULL,
  holder_id BIGINT NOT NULL,
  from_step_id BIGINT NOT NULL,
  limit_minutes INT NOT NULL,
  assigned_at BIGINT,
  started_at BIGINT,
  done_at BIGINT,
  due_at BIGINT,
  result VARCHAR(20) NOT NULL,
  remark VARCHAR(2000) NOT NULL,
  open_key VARCHAR(60),
  sort_on CHAR(10)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX steps_case ON steps (case_id, ord, id);
CREATE INDEX steps_open ON steps (open_key, sort_on, id);
CREATE INDEX steps_holder_done ON steps (holder_id, done_at);

CREATE TABLE events (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  case_id BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  code VARCHAR(8) NOT NULL,
  verb VARCHAR(24) NOT NULL,
  from_status VARCHAR(24) NOT NULL,
  to_status VARCHAR(24) NOT NULL,
  legal_at BIGINT NOT NULL,
  recorded_at BIGINT NOT NULL,
  actor_id BIGINT NOT NULL,
  actor_name VARCHAR(100) NOT NULL,
  actor_role VARCHAR(24) NOT NULL,
  acting_for VARCHAR(200) NOT NULL,
  reason VARCHAR(4000) NOT NULL,
  source VARCHAR(12) NOT NULL,
  corrects BIGINT NOT NULL,
  second_id BIGINT NOT NULL,
  step_id BIGINT NOT NULL,
  payload LONGTEXT,
  salt VARBINARY(64),
  digest VARBINARY(64),
  prev_hash VARBINARY(64),
  hash VARBINARY(64),
  algo VARCHAR(16) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE UNIQUE INDEX events_case_seq ON events (case_id, seq);
CREATE INDEX events_recorded ON events (recorded_at, id);

CREATE TABLE clocks (
  case_id BIGINT NOT NULL,
  kind CHAR(1) NOT NULL,
  state VARCHAR(12) NOT NULL,
  start_on CHAR(10),
  due_on CHAR(10),
  stopped_on CHAR(10),
  value INT NOT NULL,
  unit VARCHAR(16) NOT NULL,
  provisional BOOLEAN NOT NULL,
  warn_at BIGINT,
  due_at BIGINT,
  overdue_at BIGINT,
  escalate_at BIGINT,
  next_alert_at BIGINT,
  PRIMARY KEY (case_id, kind)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE alerts (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  case_id BIGINT NOT NULL,
  region VARCHAR(12) NOT NULL,
  dept_code VARCHAR(16) NOT NULL,
  clock CHAR(1) NOT NULL,
  kind VARCHAR(12) NOT NULL,
  due_at BIGINT NOT NULL,
  fired_at BIGINT NOT NULL,
  superseded_at BIGINT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE UNIQUE INDEX alerts_once ON alerts (case_id, clock, kind, due_at);
CREATE INDEX alerts_recent ON alerts (region, fired_at, id);

CREATE TABLE counters (
  period CHAR(1) NOT NULL,
  starts_on CHAR(10) NOT NULL,
  region VARCHAR(12) NOT NULL,
  dim VARCHAR(8) NOT NULL,
  dim_key VARCHAR(32) NOT NULL,
  metric VARCHAR(24) NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (period, starts_on, region, dim, dim_key, metric)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE outbox (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  kind VARCHAR(32) NOT NULL,
  region VARCHAR(12) NOT NULL,
  case_id BIGINT NOT NULL,
  actor_id BIGINT NOT NULL,
  payload LONGTEXT,
  created_at BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE deliveries (
  outbox_id BIGINT NOT NULL,
  handler VARCHAR(32) NOT NULL,
  lease_until BIGINT,
  lease_by VARCHAR(64) NOT NULL,
  tries INT NOT NULL,
  last_error VARCHAR(500) NOT NULL,
  done_at BIGINT,
  PRIMARY KEY (handler, outbox_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE leases (
  name VARCHAR(64) PRIMARY KEY,
  holder VARCHAR(64) NOT NULL,
  until_at BIGINT NOT NULL,
  progress LONGTEXT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE idempotency (
  actor_id BIGINT NOT NULL,
  route VARCHAR(120) NOT NULL,
  idem_key VARCHAR(80) NOT NULL,
  body_hash VARBINARY(64),
  status INT NOT NULL,
  answer LONGTEXT,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (actor_id, route, idem_key)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX idempotency_age ON idempotency (created_at);

CREATE TABLE number_blocks (
  region VARCHAR(6) NOT NULL,
  on_date CHAR(10) NOT NULL,
  next_serial BIGINT NOT NULL,
  PRIMARY KEY (region, on_date)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE serials (
  issuer VARCHAR(16) NOT NULL,
  kind VARCHAR(12) NOT NULL,
  year INT NOT NULL,
  last INT NOT NULL,
  PRIMARY KEY (issuer, kind, year)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE papers (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  case_id BIGINT NOT NULL,
  licence_id BIGINT NOT NULL,
  region VARCHAR(12) NOT NULL,
  enterprise_id BIGINT NOT NULL,
  event_seq BIGINT NOT NULL,
  kind VARCHAR(12) NOT NULL,
  title VARCHAR(200) NOT NULL,
  issuer VARCHAR(16) NOT NULL,
  number VARCHAR(60),
  serial INT NOT NULL,
  serial_kind VARCHAR(12) NOT NULL,
  serial_year INT NOT NULL,
  template_version INT NOT NULL,
  fields LONGTEXT,
  fields_hash VARBINARY(64),
  verify_code VARCHAR(16),
  status VARCHAR(8) NOT NULL,
  issued_on CHAR(10),
  sealed_at BIGINT NOT NULL,
  served_at BIGINT,
  served_how VARCHAR(12) NOT NULL,
  served_proof LONGTEXT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX papers_case ON papers (case_id, id);
CREATE UNIQUE INDEX papers_number ON papers (number);
CREATE UNIQUE INDEX papers_verify ON papers (verify_code);
CREATE INDEX papers_enterprise ON papers (enterprise_id, id);
CREATE INDEX papers_licence ON papers (licence_id);

CREATE TABLE licences (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  region VARCHAR(12) NOT NULL,
  enterprise_id BIGINT NOT NULL,
  project_id BIGINT NOT NULL,
  item_code VARCHAR(16) NOT NULL,
  name VARCHAR(200) NOT NULL,
  dept_code VARCHAR(16) NOT NULL,
  number VARCHAR(60),
  case_id BIGINT NOT NULL,
  replaces_id BIGINT NOT NULL,
  status VARCHAR(20) NOT NULL,
  valid_from CHAR(10),
  expires_on CHAR(10),
  conditions VARCHAR(2000) NOT NULL,
  renew_by CHAR(10),
  renewal_case BIGINT NOT NULL,
  next_timer_at BIGINT,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  ended_on CHAR(10),
  end_reason VARCHAR(1000) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX licences_enterprise ON licences (enterprise_id, item_code);
CREATE UNIQUE INDEX licences_number ON licences (number);
CREATE INDEX licences_timer ON licences (next_timer_at);
CREATE INDEX licences_case ON licences (case_id);

CREATE TABLE cards (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  case_id BIGINT NOT NULL,
  region VARCHAR(12) NOT NULL,
  dept_code VARCHAR(16) NOT NULL,
  colour VARCHAR(6) NOT NULL,
  rule VARCHAR(32) NOT NULL,
  clock VARCHAR(1) NOT NULL,
  post_id BIGINT NOT NULL,
  post_name VARCHAR(100) NOT NULL,
  facts LONGTEXT,
  status VARCHAR(12) NOT NULL,
  on_date CHAR(10),
  created_at BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE UNIQUE INDEX cards_once ON cards (case_id, rule, clock, colour, on_date);
CREATE INDEX cards_region ON cards (region, on_date, id);

CREATE TABLE materials (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  case_id BIGINT NOT NULL,
  code VARCHAR(8) NOT NULL,
  name VARCHAR(300) NOT NULL,
  required BOOLEAN NOT NULL,
  may_follow BOOLEAN NOT NULL,
  state VARCHAR(12) NOT NULL,
  held_by VARCHAR(100) NOT NULL,
  defect VARCHAR(1000) NOT NULL,
  how_to VARCHAR(1000) NOT NULL,
  basis VARCHAR(300) NOT NULL,
  noted_round INT NOT NULL,
  expires_on CHAR(10),
  checked_by BIGINT NOT NULL,
  checked_at BIGINT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE UNIQUE INDEX materials_case ON materials (case_id, code);

CREATE TABLE files (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  enterprise_id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  material_id BIGINT NOT NULL,
  name VARCHAR(255) NOT NULL,
  size BIGINT NOT NULL,
  mime VARCHAR(120) NOT NULL,
  sha256 CHAR(64) NOT NULL,
  version_no INT NOT NULL,
  replaced_by BIGINT NOT NULL,
  reused_from BIGINT NOT NULL,
  expires_on CHAR(10),
  round INT NOT NULL,
  uploaded_by BIGINT NOT NULL,
  uploaded_at BIGINT NOT NULL,
  removed_at BIGINT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX files_case ON files (case_id, material_id);
CREATE INDEX files_enterprise ON files (enterprise_id, id);
CREATE INDEX files_sha ON files (sha256);

CREATE TABLE settings (
  setting_key VARCHAR(60) PRIMARY KEY,
  setting_value LONGTEXT,
  updated_at BIGINT,
  updated_by BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE config_revs (
  name VARCHAR(20) PRIMARY KEY,
  rev BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
INSERT INTO config_revs (name, rev) VALUES ('config', 1);

CREATE TABLE item_versions (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  item_code VARCHAR(16) NOT NULL,
  version_no INT NOT NULL,
  status VARCHAR(12) NOT NULL,
  in_force_from CHAR(10),
  body LONGTEXT,
  form LONGTEXT,
  hash VARBINARY(64),
  origin VARCHAR(8) NOT NULL,
  based_on BIGINT NOT NULL,
  note VARCHAR(1000) NOT NULL,
  created_by BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  published_by BIGINT NOT NULL,
  published_at BIGINT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE UNIQUE INDEX item_versions_no ON item_versions (item_code, version_no);

CREATE TABLE calendar_entries (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  kind VARCHAR(8) NOT NULL,
  year INT NOT NULL,
  doc_no VARCHAR(100) NOT NULL,
  body LONGTEXT,
  status VARCHAR(8) NOT NULL,
  rev BIGINT NOT NULL,
  created_by BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  applied_at BIGINT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE daily_roots (
  on_date CHAR(10) PRIMARY KEY,
  heads INT NOT NULL,
  root VARBINARY(64),
  prev_root VARBINARY(64),
  algo VARCHAR(16) NOT NULL,
  created_at BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
