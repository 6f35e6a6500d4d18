-- +goose Up
CREATE TABLE applicant_bars (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  enterprise_id BIGINT NOT NULL,
  item_code VARCHAR(16) NOT NULL,
  from_case BIGINT NOT NULL,
  until_on CHAR(10),
  created_at BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX applicant_bars_who ON applicant_bars (enterprise_id, item_code);
