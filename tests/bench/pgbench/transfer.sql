-- One transfer in one database transaction, as a ledger without group commit does it. `hot` is 1 where every transfer
-- leaves one and the same account, and 0 where it leaves any.

\set from case when :hot = 1 then 1 else random(1, 1000) end
\set to 1 + (:from - 1 + random(1, 999)) % 1000
\set amount random(1, 1000)

BEGIN;
SELECT id, balance FROM baseline.accounts WHERE id IN (:from, :to) ORDER BY id FOR UPDATE;
UPDATE baseline.accounts SET balance = balance - :amount WHERE id = :from;
UPDATE baseline.accounts SET balance = balance + :amount WHERE id = :to;
INSERT INTO baseline.transfers (posted_at) VALUES (now()) RETURNING id AS transfer \gset
INSERT INTO baseline.entries VALUES (:transfer, 0, :from, -:amount::BIGINT), (:transfer, 1, :to, :amount);
COMMIT;
