-- +goose Up
CREATE TABLE project_counters (
  year INT PRIMARY KEY,
  last INT NOT NULL
);

CREATE TABLE agent_profiles (
  user_id BIGINT PRIMARY KEY,
  region VARCHAR(12) NOT NULL,
  skills LONGTEXT,
  max_load INT NOT NULL,
  active BOOLEAN NOT NULL,
  no_auto BOOLEAN NOT NULL,
  note VARCHAR(1000) NOT NULL,
  updated_by BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX agent_profiles_region ON agent_profiles (region, user_id);
CREATE INDEX cases_agent ON cases (agent_id, open_dept, due_on, id);

CREATE TABLE contacts (
  id INTEGER PRIMARY KEY,
  agent_id BIGINT NOT NULL,
  enterprise_id BIGINT NOT NULL,
  project_id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  kind VARCHAR(8) NOT NULL,
  happened_at BIGINT NOT NULL,
  with_whom VARCHAR(100) NOT NULL,
  summary VARCHAR(4000) NOT NULL,
  promise VARCHAR(500) NOT NULL,
  next_on CHAR(10),
  created_at BIGINT NOT NULL
);
CREATE INDEX contacts_enterprise ON contacts (enterprise_id, happened_at, id);
CREATE INDEX contacts_agent ON contacts (agent_id, enterprise_id, happened_at);

CREATE TABLE todos (
  id INTEGER PRIMARY KEY,
  owner_id BIGINT NOT NULL,
  kind VARCHAR(16) NOT NULL,
  enterprise_id BIGINT NOT NULL,
  project_id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  contact_id BIGINT NOT NULL,
  title VARCHAR(500) NOT NULL,
  due_on CHAR(10),
  status VARCHAR(12) NOT NULL,
  done_at BIGINT,
  done_note VARCHAR(1000) NOT NULL,
  created_by BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX todos_owner ON todos (owner_id, status, due_on, id);
CREATE INDEX todos_case ON todos (case_id, id);

CREATE TABLE notes (
  id INTEGER PRIMARY KEY,
  case_id BIGINT NOT NULL,
  author_id BIGINT NOT NULL,
  author_name VARCHAR(100) NOT NULL,
  author_role VARCHAR(24) NOT NULL,
  shown BOOLEAN NOT NULL,
  body VARCHAR(4000) NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX notes_case ON notes (case_id, id);

CREATE TABLE messages (
  id INTEGER PRIMARY KEY,
  case_id BIGINT NOT NULL,
  author_id BIGINT NOT NULL,
  author_name VARCHAR(100) NOT NULL,
  author_role VARCHAR(24) NOT NULL,
  acting_for VARCHAR(200) NOT NULL,
  side VARCHAR(12) NOT NULL,
  reply_to BIGINT NOT NULL,
  body VARCHAR(4000) NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX messages_case ON messages (case_id, id);

CREATE TABLE rating_links (
  case_id BIGINT PRIMARY KEY,
  region VARCHAR(12) NOT NULL,
  dept_code VARCHAR(16) NOT NULL,
  on_date CHAR(10) NOT NULL,
  token_hash BLOB,
  issued_at BIGINT,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX rating_links_token ON rating_links (token_hash);
CREATE INDEX rating_links_day ON rating_links (on_date, region);

CREATE TABLE ratings (
  id INTEGER PRIMARY KEY,
  case_id BIGINT NOT NULL,
  region VARCHAR(12) NOT NULL,
  dept_code VARCHAR(16) NOT NULL,
  item_code VARCHAR(16) NOT NULL,
  enterprise_id BIGINT NOT NULL,
  level INT NOT NULL,
  comment VARCHAR(2000) NOT NULL,
  anonymous BOOLEAN NOT NULL,
  rater_id BIGINT NOT NULL,
  via VARCHAR(8) NOT NULL,
  counted BOOLEAN NOT NULL,
  on_date CHAR(10) NOT NULL,
  locked_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX ratings_case ON ratings (case_id);
CREATE INDEX ratings_day ON ratings (on_date, region);

CREATE TABLE rectifications (
  id INTEGER PRIMARY KEY,
  rating_id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  region VARCHAR(12) NOT NULL,
  dept_code VARCHAR(16) NOT NULL,
  status VARCHAR(12) NOT NULL,
  opened_on CHAR(10) NOT NULL,
  start_due CHAR(10) NOT NULL,
  due_on CHAR(10) NOT NULL,
  provisional BOOLEAN NOT NULL,
  started_on CHAR(10),
  owner_id BIGINT NOT NULL,
  called_at BIGINT,
  called_by BIGINT NOT NULL,
  call_note VARCHAR(2000) NOT NULL,
  class VARCHAR(12) NOT NULL,
  class_reason VARCHAR(2000) NOT NULL,
  classified_by BIGINT NOT NULL,
  second_id BIGINT NOT NULL,
  reply VARCHAR(4000) NOT NULL,
  replied_by BIGINT NOT NULL,
  replied_on CHAR(10),
  second_level INT NOT NULL,
  second_comment VARCHAR(2000) NOT NULL,
  second_at BIGINT,
  rounds INT NOT NULL,
  closed_by BIGINT NOT NULL,
  closed_on CHAR(10),
  close_note VARCHAR(2000) NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX rectifications_rating ON rectifications (rating_id);
CREATE INDEX rectifications_case ON rectifications (case_id);
CREATE INDEX rectifications_open ON rectifications (status, due_on, id);
CREATE INDEX rectifications_day ON rectifications (opened_on, region);

CREATE TABLE notices (
  id INTEGER PRIMARY KEY,
  to_key VARCHAR(60) NOT NULL,
  outbox_id BIGINT NOT NULL,
  kind VARCHAR(32) NOT NULL,
  case_id BIGINT NOT NULL,
  text_key VARCHAR(60) NOT NULL,
  args LONGTEXT,
  created_at BIGINT NOT NULL,
  read_at BIGINT,
  read_by BIGINT NOT NULL
);
CREATE UNIQUE INDEX notices_once ON notices (outbox_id, to_key);
CREATE INDEX notices_unread ON notices (to_key, read_at, id);
CREATE INDEX notices_box ON notices (to_key, id);
CREATE INDEX notices_case ON notices (case_id, to_key);

CREATE INDEX deliveries_open ON deliveries (handler, done_at, lease_until);
CREATE INDEX deliveries_outbox ON deliveries (outbox_id);
CREATE INDEX outbox_age ON outbox (created_at);

CREATE TABLE opinion_requests (
  id INTEGER PRIMARY KEY,
  case_id BIGINT NOT NULL,
  region VARCHAR(12) NOT NULL,
  dept_code VARCHAR(16) NOT NULL,
  asker_id BIGINT NOT NULL,
  asker_dept VARCHAR(16) NOT NULL,
  question VARCHAR(4000) NOT NULL,
  limit_days INT NOT NULL,
  asked_on CHAR(10) NOT NULL,
  due_on CHAR(10) NOT NULL,
  provisional BOOLEAN NOT NULL,
  silence_effect VARCHAR(24) NOT NULL,
  rule VARCHAR(300) NOT NULL,
  status VARCHAR(12) NOT NULL,
  verdict VARCHAR(16) NOT NULL,
  answer VARCHAR(4000) NOT NULL,
  answered_by BIGINT NOT NULL,
  answered_at BIGINT,
  deemed_at BIGINT,
  withdrawn_by BIGINT NOT NULL,
  withdrawn_at BIGINT,
  withdraw_reason VARCHAR(1000) NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX opinion_requests_case ON opinion_requests (case_id, id);
CREATE INDEX opinion_requests_dept ON opinion_requests (dept_code, status, due_on, id);
CREATE INDEX opinion_requests_silent ON opinion_requests (silence_effect, status, due_on);
