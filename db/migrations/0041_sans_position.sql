-- Structures that only say their commune: finding help looks for those of every commune around.
create index structure_sans_position on structure (commune) where longitude is null and supprime_le is null;
