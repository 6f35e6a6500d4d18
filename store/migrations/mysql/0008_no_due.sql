-- +goose Up
-- What has no due date comes after all that has one, and a page may begin after it: NULL is neither.
UPDATE steps SET sort_on = '9999-12-31' WHERE open_key IS NOT NULL AND sort_on IS NULL;
