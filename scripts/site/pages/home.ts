/** The first page: README.md below a line that says where to begin. */

/** The text of README.md without its title, which the head of the page shows. */
export function home(readme: string): string {
  const body = readme.replace(/^# .*\n+/, '');
  return `---
layout: home
title: goldvec
titleTemplate: ':title'
hero:
  name: goldvec
  text: The right bits of integer training
  tagline: A specification that answers back, gold vectors, and a runner that compares any kernel with them, bit for bit.
  actions:
    - { theme: brand, text: Guide, link: /guide }
    - { theme: alt, text: Specification, link: /spec/ }
    - { theme: alt, text: Try it, link: /try/ }
    - { theme: alt, text: Ops and cases, link: /ops/ }
---

${body}`;
}
