import type { ReactNode } from 'react';

/** Strokes on a 16 × 16 grid. */
const paths = {
  home: 'M2.5 7.5 8 2.8l5.5 4.7M4 6.5v6.7h3v-3.4h2v3.4h3V6.5',
  events: 'M2 8h2.6l1.9-4.6 3 9.2L11.4 8H14',
  images: 'M8 1.8 13.6 5v6L8 14.2 2.4 11V5zM2.4 5 8 8.2 13.6 5M8 8.2v6',
  posture:
    'M8 1.8 13.2 3.6v4c0 3.3-2.2 5.5-5.2 6.6-3-1.100-5.2-3.3-5.2-6.600v-4zM5.6 8l1.700 1.700L10.500 6.400',
  inventory:
    'M2.500 2.500h4.500v4.500H2.500zM9 2.500h4.500v4.500H9zM2.500 9h4.500v4.500H2.500zM9 9h4.500v4.500H9z',
  compliance: 'M4 2.200h8v11.600H4zM6.200 6.100l.9.9 1.800-1.900M6.200 10.300l.9.9 1.800-1.900',
  tasks: 'M2.500 3.500h11v3.400h-11zM2.500 9.100h11v3.400h-11zM5 5.200h.01M5 10.800h.01M8 5.200h3M8 10.800h3',
  policies:
    'M8 1.800 13.200 3.600v4c0 3.300-2.200 5.500-5.200 6.600-3-1.100-5.200-3.300-5.200-6.600v-4zM5.700 6.300h4.600M5.700 9h2.800',
  settings: 'M2 4.500h6.500M11.500 4.500H14M8.500 3v3h3V3zM2 11.500h2.500M7.500 11.500H14M4.500 10v3h3v-3z',
  search: 'M7 2.500a4.500 4.500 0 1 1 0 9 4.500 4.500 0 0 1 0-9zM10.300 10.300 13.800 13.800',
  close: 'm4 4 8 8M12 4l-8 8',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3.500 8h9',
  check: 'm3 8.500 3.200 3.200L13 4.800',
  chevronDown: 'm4 6 4 4 4-4',
  chevronUp: 'm4 10 4-4 4 4',
  chevronLeft: 'm10 4-4 4 4 4',
  chevronRight: 'm6 4 4 4-4 4',
  play: 'M5 3.500v9l7-4.500z',
  pause: 'M5.500 3.500v9M10.500 3.500v9',
  calendar: 'M2.500 4h11v9.500h-11zM2.500 7h11M5.500 2.300V5M10.500 2.300V5',
  columns: 'M2.500 3h11v10h-11zM6.200 3v10M9.900 3v10',
  rows: 'M2.500 4h11M2.500 8h11M2.500 12h11',
  download: 'M8 2.500v7.500M4.800 7.200 8 10.300l3.200-3.100M2.800 13.300h10.400',
  link: 'M6.600 9.400a2.500 2.500 0 0 0 3.600 0l2.300-2.300A2.540 2.540 0 0 0 8.900 3.500l-.8.8M9.400 6.600a2.500 2.500 0 0 0-3.600 0L3.500 8.900a2.540 2.540 0 0 0 3.600 3.600l.8-.8',
  hide: 'M2 8s2.200-4 6-4c1 0 1.800.3 2.600.7M14 8s-2.200 4-6 4c-1 0-1.800-.3-2.600-.7M3 13 13 3',
  copy: 'M5.500 5.500h8v8h-8zM10.500 5.500v-3h-8v8h3',
  menu: 'M2.500 4.500h11M2.500 8h11M2.500 11.500h11',
  keyboard: 'M1.800 4h12.400v8H1.800zM4 6.500h.01M6.500 6.500h.01M9 6.500h.01M11.500 6.500h.01M5 9.500h6',
  user: 'M8 2.500a2.700 2.700 0 1 1 0 5.400 2.700 2.700 0 0 1 0-5.400zM2.800 13.500c.6-2.600 2.600-4 5.200-4s4.600 1.400 5.200 4',
  signOut: 'M9.500 3h-6v10h6M6.500 8h7M11 5.500 13.500 8 11 10.500',
  panelLeft: 'M2.500 3h11v10h-11zM6.200 3v10',
  warning: 'M8 2.300 14.200 13H1.800zM8 6.500v3M8 11.300h.01',
  info: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM8 7.300v3.700M8 5.100h.01',
  external: 'M6.500 3.500h-3v9h9v-3M9 2.800h4.200V7M13 3 7.500 8.500',
  globe:
    'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM2 8h12M8 2c3.600 3.800 3.600 8.200 0 12M8 2c-3.600 3.800-3.600 8.200 0 12',
  capture:
    'M8 2.500a5.500 5.500 0 1 1 0 11 5.500 5.500 0 0 1 0-11zM8 6.300a1.700 1.700 0 1 1 0 3.400 1.700 1.700 0 0 1 0-3.400z',
  refresh: 'M13 8a5 5 0 1 1-1.500-3.600L13 6M13 2.800V6H9.800',
  sortUp: 'M8 12.500v-9M4.800 6.500 8 3.400l3.200 3.100',
  sortDown: 'M8 3.500v9M4.800 9.500 8 12.600l3.200-3.100',
} as const;

export type IconName = keyof typeof paths;

/** A line icon in the colour of the text. It is decoration: the text or label beside it says the same. */
export function Icon(props: { readonly name: IconName; readonly size?: number }): ReactNode {
  const size = props.size ?? 16;
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[props.name]} />
    </svg>
  );
}
