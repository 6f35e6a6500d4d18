-- +goose Up
-- When the last material was asked for after the acceptance that has not come.
ALTER TABLE cases ADD COLUMN supplement_on CHAR(10);
