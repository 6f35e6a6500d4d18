-- +goose Up
-- What was handed in on paper at the counter: its form, how many, of how many pages.
ALTER TABLE materials ADD COLUMN paper_form VARCHAR(16) NOT NULL DEFAULT '';
ALTER TABLE materials ADD COLUMN paper_copies INTEGER NOT NULL DEFAULT 0;
ALTER TABLE materials ADD COLUMN paper_pages INTEGER NOT NULL DEFAULT 0;
