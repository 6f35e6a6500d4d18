-- +goose Up
-- Only a permit is delivered: no clock for the delivery runs elsewhere, and none has a card.
UPDATE cards SET status = 'VOIDED' WHERE rule = 'DELIVERY_OVERDUE' AND status = 'DRAFT'
  AND case_id IN (SELECT id FROM cases WHERE flow <> 'PERMIT');
DELETE FROM clocks WHERE kind = 'D' AND case_id IN (SELECT id FROM cases WHERE flow <> 'PERMIT');
UPDATE cases SET deliver_due = NULL WHERE flow <> 'PERMIT' AND deliver_due IS NOT NULL;
UPDATE cases SET next_alert_at = NULL WHERE flow <> 'PERMIT' AND decided_on IS NOT NULL;
