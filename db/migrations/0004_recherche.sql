-- Search over the catalogue. What is here is derived from `notice` by trigger, whoever writes it.

-- French words without their accents: « santé », « Santés » and « SANTE » are one lexeme.
create text search configuration maillage_fr (copy = pg_catalog.french);
alter text search configuration maillage_fr
  alter mapping for asciiword, asciihword, hword_asciipart, word, hword, hword_part with unaccent, french_stem;

-- Punctuation that the parser would take for a host, a path, a sign or a compound becomes a space: « aller-vers » is
-- two words side by side, in a text as in a question. Accents composed.
create function texte_cherchable(texte text) returns text language sql immutable parallel safe as $$
  select normalize(translate(texte, '-‐‑‒–—/\_.+&@:=~''’ʼ·•', rpad('', 30)), NFC)
$$;

create function texte_sans_accents(texte text) returns text language sql stable parallel safe as $$
  select lower(unaccent(texte_cherchable(texte)))
$$;

-- Values by which one filters; `code` stands for the pair everywhere else. Not unique, on purpose: two transactions
-- that add the same value at once do not wait for each other, and readers join the codes of a value.
create table facette (
  code smallint generated always as identity primary key,
  nom text not null,
  valeur text not null
);
create index facette_valeur on facette (nom, valeur);

-- How many notices bear each code: the sum of the lines. Writers only add lines, so they never wait for each other.
create table facette_compte (
  code smallint not null,
  nombre integer not null
);

-- One narrow line per notice of the catalogue: a count over a common word reads a hundred thousand of them.
create table notice_index (
  id integer primary key references notice on delete cascade,
  -- Year, month and day as AAAAMMJJ, 0 where unknown.
  date_tri integer not null,
  tri_titre text collate "C" not null,
  tri_auteur text collate "C",
  -- Codes of the notice's facets, each as the character of that rank after the space, then a line feed: the lines of
  -- all that is found, end to end, are the shortest thing from which every facet can be counted.
  codes text collate "C" not null,
  -- All that one can ask for, without positions, so that the index answers alone: stems (`sant`), pairs of stems that
  -- follow one another (`sant mental`), the same of the title (`t:sant`) and of the authors (`a:sant`), whole words of
  -- the title for the one being typed (`t=mentale`), facets (`f:12`), and `f:0` in every line.
  vecteur tsvector not null,
  -- For the rank. Weights: A title; B people, organisations, host publication, publisher; C abstract, keywords; D rest.
  poids tsvector not null,
  -- PostgreSQL moves columns out of line (TOAST) from lines over 2 KB only. These blanks, which shrink to 40 bytes,
  -- make every line so: the vectors, which a count does not read, always live apart, and the table is 6 times smaller.
  blancs text generated always as (repeat(' ', 2100)) stored
) with (toast_tuple_target = 128);
alter table notice_index
  alter tri_titre set storage plain, alter tri_auteur set storage plain, alter codes set storage plain,
  alter vecteur set storage external, alter poids set storage external;
create index notice_index_vecteur on notice_index using gin (vecteur);
create index notice_index_date on notice_index (date_tri desc, id desc);
create index notice_index_tri_titre on notice_index (tri_titre, id);
create index notice_index_tri_auteur on notice_index (tri_auteur, tri_titre, id);

-- Pairs of stems that follow one another; words too common to be indexed do not part them.
create function suites(vecteur tsvector) returns text[] language sql immutable parallel safe as $$
  select array(
    select lexeme || ' ' || suivant
    from (select lexeme, lead(lexeme) over (order by rang) from unnest(vecteur), unnest(positions) rang) t (lexeme, suivant)
    where suivant is not null
  )
$$;

-- What the index holds for a run of words: nothing for words too common, a stem, or the pairs of a phrase.
create function lexemes_cherches(texte text) returns text[] language sql stable parallel safe as $$
  select case when suites(v) = '{}' then tsvector_to_array(v) else suites(v) end
  from to_tsvector('maillage_fr', texte_cherchable(texte)) v
$$;

-- Words of titles and names of authors, as typed and without accents: « vouliez-vous dire » and suggestions. Doubles
-- are possible, as in `facette`; a word whose notices are gone stays, and is weighed when it is proposed.
create table terme_connu (
  genre text not null check (genre in ('mot', 'nom')),
  texte text not null,
  cle text not null
);
create index terme_connu_texte on terme_connu (genre, texte);
create index terme_connu_cle on terme_connu using gin (cle gin_trgm_ops);

-- Who answers for the document, as people say it (« Agathe Sandon »): its authors and those with a like part in it,
-- else who published it.
create function auteurs_notice(n notice) returns text[] language sql stable parallel safe as $$
  select case when noms = '{}' then array_remove(array[n.csl ->> 'publisher', n.csl ->> 'authority'], null) else noms end
  from (select array(
    select nom
    from unnest(array['author', 'editor', 'director', 'translator', 'container-author', 'collection-editor']) role,
      jsonb_array_elements(case jsonb_typeof(n.csl -> role) when 'array' then n.csl -> role else '[]' end) e,
      lateral (select coalesce(e ->> 'literal', concat_ws(' ',
        e ->> 'given', e ->> 'dropping-particle', e ->> 'non-dropping-particle', e ->> 'family')) offset 0) t (nom)
    where nom <> ''
  ) offset 0) t (noms)
$$;

create function facettes_notice(n notice) returns table (nom text, valeur text)
language sql immutable parallel safe as $$
  select 'nature', n.nature
  union select 'theme', unnest(n.themes)
  union select 'public', unnest(n.publics)
  union select 'determinant', unnest(n.determinants)
  union select 'milieu', unnest(n.milieux)
  union select 'annee', annee from substring(n.csl #>> '{issued,date-parts,0,0}' from '^[12]\d{3}$') annee
    where annee is not null
  union select 'langue', langue from substring(lower(n.csl ->> 'language') from '^([a-z]{2,3})(?:[-_].*)?$') langue
    where langue is not null
  union select 'en-ligne', 'oui' where n.en_ligne
$$;

create function date_tri_notice(csl jsonb) returns integer language sql immutable parallel safe as $$
  select coalesce(sum(partie::integer * poids), 0)::integer
  from (values (0, 10000), (1, 100), (2, 1)) p (rang, poids),
    lateral (select csl #>> array['issued', 'date-parts', '0', rang::text]) t (partie)
  where partie ~ '^\d{1,4}$'
$$;

-- Writes the lines of these notices again, from what the table says of them now.
create function indexer_notices(ids integer[]) returns void language plpgsql as $$
begin
  insert into facette (nom, valeur)
  select distinct f.nom, f.valeur from notice n, facettes_notice(n) f
  where n.id = any (ids) and n.supprimee_le is null
    and not exists (select from facette d where d.nom = f.nom and d.valeur = f.valeur)
  order by 1, 2;

  delete from notice_index where id = any (ids);
  insert into notice_index (id, date_tri, tri_titre, tri_auteur, codes, vecteur, poids)
  select n.id, date_tri_notice(n.csl),
    left(regexp_replace(regexp_replace(titre, '[^[:alnum:]]+', ' ', 'g'), '^ ?(l|le|la|les|un|une|des) |^ ', ''), 80),
    left(regexp_replace(texte_sans_accents(coalesce(csl #>> '{author,0,family}', noms[1])), '[^[:alnum:]]+', ' ', 'g'), 40),
    (select coalesce(string_agg(chr(32 + c), '' order by c), '') from unnest(codes) c) || e'\n',
    array_to_tsvector('{f:0}' || array(select 'f:' || c from unnest(codes) c)
      || tsvector_to_array(poids) || suites(poids)
      || array(select 't:' || l from unnest(tsvector_to_array(stems) || suites(stems)) l)
      || array(select 't=' || l from unnest(tsvector_to_array(to_tsvector('simple', titre))) l)
      || array(select 'a:' || l from unnest(tsvector_to_array(auteurs) || suites(auteurs)) l)),
    poids
  from notice n,
    lateral (select auteurs_notice(n), coalesce(texte_sans_accents(csl ->> 'title'), ''),
      to_tsvector('maillage_fr', coalesce(texte_cherchable(csl ->> 'title'), '')),
      array(select min(d.code) from facettes_notice(n) f join facette d using (nom, valeur) group by nom, valeur)
      -- Computed once, not at each mention.
      offset 0
    ) t (noms, titre, stems, codes),
    lateral (select to_tsvector('maillage_fr', texte_cherchable(array_to_string(noms, ' . '))) offset 0) a (auteurs),
    lateral (select setweight(stems, 'A')
      || setweight(auteurs || to_tsvector('maillage_fr', texte_cherchable(concat_ws(' . ',
        csl ->> 'container-title', csl ->> 'publisher', csl ->> 'authority', csl ->> 'collection-title'))), 'B')
      || setweight(to_tsvector('maillage_fr', texte_cherchable(concat_ws(' . ', n.resume, csl ->> 'keyword'))), 'C')
      || to_tsvector('maillage_fr', texte_cherchable(concat_ws(' . ', csl ->> 'genre', csl ->> 'note',
        csl ->> 'event-title', csl ->> 'publisher-place', csl #>> '{issued,date-parts,0,0}', csl ->> 'DOI',
        csl ->> 'ISBN', csl ->> 'number')))
      offset 0
    ) p (poids)
  where n.id = any (ids) and n.supprimee_le is null;

  insert into terme_connu (genre, texte, cle)
  select genre, texte, texte_sans_accents(texte)
  from (
    select 'mot', mot from notice n, unnest(to_tsvector('simple', texte_cherchable(csl ->> 'title'))) l (mot)
    where n.id = any (ids) and n.supprimee_le is null and length(mot) between 4 and 40 and mot !~ '\d'
    union select 'nom', nom from notice n, unnest(auteurs_notice(n)) nom
    where n.id = any (ids) and n.supprimee_le is null and length(nom) <= 150
  ) t (genre, texte)
  where not exists (select from terme_connu c where c.genre = t.genre and c.texte = t.texte);
end $$;

create function notice_index_suivre() returns trigger language plpgsql as $$
begin
  perform indexer_notices(array(select id from nouvelles));
  return null;
end $$;
create trigger notice_index_ajout after insert on notice referencing new table as nouvelles
  for each statement execute function notice_index_suivre();
create trigger notice_index_changement after update on notice referencing new table as nouvelles
  for each statement execute function notice_index_suivre();

-- The counts follow the lines, whatever takes them away.
create function facette_compter() returns trigger language plpgsql as $$
begin
  insert into facette_compte (code, nombre)
  select ascii(c) - 32, count(*) * case tg_op when 'INSERT' then 1 else -1 end
  from lignes, string_to_table(codes, null) c where c <> e'\n' group by c;
  -- Now and then they are summed up, by one transaction at a time; the others leave it to that one.
  if random() < 0.01 and pg_try_advisory_xact_lock(hashtextextended('facette_compte', 0)) then
    with retirees as (delete from facette_compte returning code, nombre)
    insert into facette_compte select code, sum(nombre) from retirees group by code having sum(nombre) <> 0;
  end if;
  return null;
end $$;
create trigger facette_compte_ajout after insert on notice_index referencing new table as lignes
  for each statement execute function facette_compter();
create trigger facette_compte_retrait after delete on notice_index referencing old table as lignes
  for each statement execute function facette_compter();

select indexer_notices(array(select id from notice));
