-- +goose Up
CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  login VARCHAR(64) NOT NULL,
  name VARCHAR(100) NOT NULL,
  phone VARCHAR(32) NOT NULL,
  email VARCHAR(200) NOT NULL,
  region VARCHAR(12) NOT NULL,
  status VARCHAR(12) NOT NULL,
  demo BOOLEAN NOT NULL,
  password_hash VARCHAR(200) NOT NULL,
  must_change_password BOOLEAN NOT NULL,
  totp_secret BLOB,
  totp_since BIGINT,
  totp_step BIGINT NOT NULL,
  last_login_at BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE UNIQUE INDEX users_login ON users (login);
CREATE INDEX users_region ON users (region, id);

CREATE TABLE recovery_codes (
  id INTEGER PRIMARY KEY,
  user_id BIGINT NOT NULL,
  code_hash BLOB,
  used_at BIGINT
);
CREATE UNIQUE INDEX recovery_codes_user ON recovery_codes (user_id, code_hash);

CREATE TABLE grants (
  id INTEGER PRIMARY KEY,
  user_id BIGINT NOT NULL,
  role VARCHAR(24) NOT NULL,
  region VARCHAR(12) NOT NULL,
  dept_code VARCHAR(16) NOT NULL,
  valid_from CHAR(10),
  valid_to CHAR(10),
  status VARCHAR(12) NOT NULL,
  reason VARCHAR(1000) NOT NULL,
  proposed_by BIGINT NOT NULL,
  proposed_at BIGINT NOT NULL,
  decided_by BIGINT NOT NULL,
  decided_at BIGINT,
  revoked_by BIGINT NOT NULL,
  revoked_at BIGINT
);
CREATE INDEX grants_user ON grants (user_id, status);
CREATE INDEX grants_post ON grants (dept_code, role, status);
CREATE INDEX grants_status ON grants (status, id);

CREATE TABLE sessions (
  id INTEGER PRIMARY KEY,
  token_hash BLOB,
  user_id BIGINT NOT NULL,
  grant_id BIGINT NOT NULL,
  absence_id BIGINT NOT NULL,
  enterprise_id BIGINT NOT NULL,
  second_factor VARCHAR(12) NOT NULL,
  enrol_secret BLOB,
  ip VARCHAR(45) NOT NULL,
  user_agent VARCHAR(300) NOT NULL,
  created_at BIGINT NOT NULL,
  last_seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  revoked_at BIGINT,
  revoke_reason VARCHAR(40) NOT NULL
);
CREATE UNIQUE INDEX sessions_token ON sessions (token_hash);
CREATE INDEX sessions_user ON sessions (user_id, id);
CREATE INDEX sessions_expires ON sessions (expires_at);

CREATE TABLE login_tries (
  try_key VARCHAR(80) PRIMARY KEY,
  failures INT NOT NULL,
  last_at BIGINT NOT NULL,
  blocked_until BIGINT
);
CREATE INDEX login_tries_age ON login_tries (last_at);

CREATE TABLE one_time_links (
  id INTEGER PRIMARY KEY,
  token_hash BLOB,
  purpose VARCHAR(16) NOT NULL,
  user_id BIGINT NOT NULL,
  enterprise_id BIGINT NOT NULL,
  role VARCHAR(24) NOT NULL,
  created_by BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT
);
CREATE UNIQUE INDEX one_time_links_token ON one_time_links (token_hash);
CREATE INDEX one_time_links_user ON one_time_links (user_id, purpose);

CREATE TABLE enterprises (
  id INTEGER PRIMARY KEY,
  uscc CHAR(18) NOT NULL,
  name VARCHAR(200) NOT NULL,
  kind VARCHAR(24) NOT NULL,
  region VARCHAR(12) NOT NULL,
  legal_person VARCHAR(100) NOT NULL,
  contact_name VARCHAR(100) NOT NULL,
  contact_phone VARCHAR(32) NOT NULL,
  address VARCHAR(300) NOT NULL,
  industry VARCHAR(100) NOT NULL,
  scale VARCHAR(12) NOT NULL,
  status VARCHAR(12) NOT NULL,
  licence_file_id BIGINT NOT NULL,
  authorisation_file_id BIGINT NOT NULL,
  asked_at BIGINT,
  verified_by BIGINT NOT NULL,
  verified_at BIGINT,
  verified_how VARCHAR(16) NOT NULL,
  status_reason VARCHAR(1000) NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE UNIQUE INDEX enterprises_uscc ON enterprises (uscc);
CREATE INDEX enterprises_region ON enterprises (region, id);
CREATE INDEX enterprises_waiting ON enterprises (status, asked_at);

CREATE TABLE memberships (
  id INTEGER PRIMARY KEY,
  enterprise_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  role VARCHAR(12) NOT NULL,
  status VARCHAR(12) NOT NULL,
  note VARCHAR(1000) NOT NULL,
  created_at BIGINT NOT NULL,
  decided_by BIGINT NOT NULL,
  decided_at BIGINT
);
CREATE UNIQUE INDEX memberships_once ON memberships (enterprise_id, user_id);
CREATE INDEX memberships_user ON memberships (user_id, status);

CREATE TABLE mandates (
  id INTEGER PRIMARY KEY,
  enterprise_id BIGINT NOT NULL,
  agent_id BIGINT NOT NULL,
  status VARCHAR(12) NOT NULL,
  all_items BOOLEAN NOT NULL,
  powers LONGTEXT,
  asked_from CHAR(10),
  asked_to CHAR(10),
  valid_from CHAR(10),
  valid_to CHAR(10),
  file_id BIGINT NOT NULL,
  note VARCHAR(1000) NOT NULL,
  created_by BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  granted_by BIGINT NOT NULL,
  granted_at BIGINT,
  revoked_by BIGINT NOT NULL,
  revoked_at BIGINT,
  revoke_reason VARCHAR(1000) NOT NULL
);
CREATE INDEX mandates_enterprise ON mandates (enterprise_id, agent_id);
CREATE INDEX mandates_agent ON mandates (agent_id, enterprise_id);

CREATE TABLE mandate_items (
  mandate_id BIGINT NOT NULL,
  item_code VARCHAR(16) NOT NULL,
  PRIMARY KEY (mandate_id, item_code)
);

CREATE TABLE absences (
  id INTEGER PRIMARY KEY,
  user_id BIGINT NOT NULL,
  substitute_id BIGINT NOT NULL,
  from_on CHAR(10) NOT NULL,
  to_on CHAR(10) NOT NULL,
  reason VARCHAR(300) NOT NULL,
  created_by BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  ended_by BIGINT NOT NULL,
  ended_at BIGINT
);
CREATE INDEX absences_user ON absences (user_id, to_on);
CREATE INDEX absences_substitute ON absences (substitute_id, to_on);

CREATE TABLE departments (
  id INTEGER PRIMARY KEY,
  region VARCHAR(12) NOT NULL,
  code VARCHAR(16) NOT NULL,
  name_zh VARCHAR(100) NOT NULL,
  name_en VARCHAR(200) NOT NULL,
  body_type VARCHAR(24) NOT NULL,
  acts_in_name_of VARCHAR(24) NOT NULL,
  reconsideration LONGTEXT,
  word VARCHAR(12) NOT NULL,
  hall VARCHAR(200) NOT NULL,
  window_no VARCHAR(60) NOT NULL,
  hours VARCHAR(200) NOT NULL,
  address VARCHAR(300) NOT NULL,
  phone VARCHAR(32) NOT NULL,
  origin VARCHAR(12) NOT NULL,
  active BOOLEAN NOT NULL,
  updated_by BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE UNIQUE INDEX departments_code ON departments (region, code);

CREATE TABLE policy_rules (
  id INTEGER PRIMARY KEY,
  role VARCHAR(24) NOT NULL,
  region VARCHAR(12) NOT NULL,
  object VARCHAR(24) NOT NULL,
  verb VARCHAR(32) NOT NULL,
  effect VARCHAR(8) NOT NULL,
  status VARCHAR(12) NOT NULL,
  reason VARCHAR(1000) NOT NULL,
  proposed_by BIGINT NOT NULL,
  proposed_at BIGINT NOT NULL,
  decided_by BIGINT NOT NULL,
  decided_at BIGINT,
  revoked_by BIGINT NOT NULL,
  revoked_at BIGINT
);
CREATE INDEX policy_rules_status ON policy_rules (status, id);

CREATE TABLE admin_events (
  id INTEGER PRIMARY KEY,
  at BIGINT NOT NULL,
  region VARCHAR(12) NOT NULL,
  actor_id BIGINT NOT NULL,
  actor_name VARCHAR(100) NOT NULL,
  actor_role VARCHAR(24) NOT NULL,
  for_user_id BIGINT NOT NULL,
  action VARCHAR(40) NOT NULL,
  subject_kind VARCHAR(16) NOT NULL,
  subject_id BIGINT NOT NULL,
  state_before LONGTEXT,
  state_after LONGTEXT,
  reason VARCHAR(1000) NOT NULL,
  ip VARCHAR(45) NOT NULL
);
CREATE INDEX admin_events_region ON admin_events (region, id);
CREATE INDEX admin_events_subject ON admin_events (subject_kind, subject_id, id);
