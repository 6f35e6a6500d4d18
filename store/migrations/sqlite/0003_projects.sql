-- +goose Up
CREATE TABLE projects (
  id INTEGER PRIMARY KEY,
  number VARCHAR(12) NOT NULL,
  code VARCHAR(24),
  name VARCHAR(200) NOT NULL,
  enterprise_id BIGINT NOT NULL,
  region VARCHAR(12) NOT NULL,
  class VARCHAR(20) NOT NULL,
  industry VARCHAR(60) NOT NULL,
  status VARCHAR(24) NOT NULL,
  is_key BOOLEAN NOT NULL,
  key_doc_no VARCHAR(100) NOT NULL,
  invest_fen BIGINT NOT NULL,
  land_m2 BIGINT NOT NULL,
  address VARCHAR(300) NOT NULL,
  scale VARCHAR(2000) NOT NULL,
  leader_id BIGINT NOT NULL,
  unit_code VARCHAR(16) NOT NULL,
  person_id BIGINT NOT NULL,
  agent_id BIGINT NOT NULL,
  taskforce_id BIGINT NOT NULL,
  attrs LONGTEXT,
  planned_start CHAR(10),
  started_on CHAR(10),
  planned_end CHAR(10),
  version BIGINT NOT NULL,
  created_by BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX projects_number ON projects (number);
CREATE UNIQUE INDEX projects_code ON projects (code);
CREATE INDEX projects_enterprise ON projects (enterprise_id, id);
CREATE INDEX projects_region ON projects (region, id);
CREATE INDEX projects_agent ON projects (agent_id, id);
