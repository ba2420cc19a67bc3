interface Pas {
  label: string
  href?: string
}

/** Breadcrumb of the pages of the catalogue. */
export const filAriane = (suite: Pas[] = []): Pas[] => [{ label: 'Documentation', href: '/documentation' }, ...suite]
