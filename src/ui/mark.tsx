/** The mark: a small woven mesh. Same drawing as `public/marque.svg`, in the text's colour. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path d="M10 1v6m0 8v16M22 1v16m0 8v6" />
      <path class="mark-weft" d="M1 11h16m8 0h6M1 21h6m8 0h16" />
    </svg>
  )
}
