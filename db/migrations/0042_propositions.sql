-- A proposal keeps what its author had before his eyes, and which of its fields were kept.
alter table proposition
  add column avant jsonb check (jsonb_typeof(avant) = 'object'),
  add column champs_retenus text[];
