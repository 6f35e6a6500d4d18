-- +goose Up
-- Lamps are counted by the day on which they change, so that the stock by lamp does not grow with the open cases: L rows say
-- how many open cases show at least a lamp from a day on. The rows by single days were read by nobody.
DELETE FROM counters WHERE period = 'D';
INSERT INTO counters (period, starts_on, region, dim, dim_key, open, paused)
SELECT 'L', red_on, region, 'lamp', 'RED', COUNT(*), SUM(CASE WHEN paused THEN 1 ELSE 0 END)
FROM cases WHERE open_dept IS NOT NULL AND red_on IS NOT NULL GROUP BY red_on, region;
INSERT INTO counters (period, starts_on, region, dim, dim_key, open, paused)
SELECT 'L', from_on, region, 'lamp', 'YELLOW', COUNT(*), SUM(paused) FROM (
  SELECT CASE WHEN yellow_on IS NULL OR red_on < yellow_on THEN red_on ELSE yellow_on END AS from_on, region,
    CASE WHEN paused THEN 1 ELSE 0 END AS paused
  FROM cases WHERE open_dept IS NOT NULL AND (yellow_on IS NOT NULL OR red_on IS NOT NULL)) AS lamps
GROUP BY from_on, region;
INSERT INTO counters (period, starts_on, region, dim, dim_key, open, paused)
SELECT 'L', from_on, region, 'lamp', 'BLUE', COUNT(*), SUM(paused) FROM (
  SELECT CASE WHEN blue_on IS NULL OR red_on < blue_on OR yellow_on < blue_on
    THEN CASE WHEN yellow_on IS NULL OR red_on < yellow_on THEN red_on ELSE yellow_on END ELSE blue_on END AS from_on, region,
    CASE WHEN paused THEN 1 ELSE 0 END AS paused
  FROM cases WHERE open_dept IS NOT NULL AND (blue_on IS NOT NULL OR yellow_on IS NOT NULL OR red_on IS NOT NULL)) AS lamps
GROUP BY from_on, region;
