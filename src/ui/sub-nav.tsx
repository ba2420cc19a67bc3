interface SubNavLink {
  href: string
  label: string
  current?: boolean
  count?: number
}

/** Pages of one object or one workspace, side by side. Links, not tabs: each has its address. */
export function SubNav({ label, links }: { label: string; links: readonly SubNavLink[] }) {
  return (
    <nav class="sub-nav" aria-label={label}>
      <ul>
        {links.map((link) => (
          <li>
            <a href={link.href} aria-current={link.current ? 'page' : undefined}>
              {link.label}
              {link.count !== undefined && <span class="count">{` (${link.count})`}</span>}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
