-- What the people of a territory say of its numbers. A text never changes: another one takes its place.
create table territoire_note (
  id integer generated always as identity primary key,
  territoire integer not null references territoire,
  -- Null: about the whole portrait.
  indicateur text references indicateur on update cascade,
  texte text not null check (texte <> ''),
  auteur uuid references compte on delete set null,
  ecrite_le timestamptz not null,
  -- The text that this one replaces.
  remplace integer unique references territoire_note,
  -- Withdrawn, or replaced.
  retiree_le timestamptz
);
create index territoire_note_territoire on territoire_note (territoire);
