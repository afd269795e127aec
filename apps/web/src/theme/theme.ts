import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

const harbor: MantineColorsTuple = [
  '#eaf6f9',
  '#d6eaef',
  '#abd6e0',
  '#7dc0d0',
  '#57aec3',
  '#3fa3bb',
  '#2b8ea6',
  '#0f6478',
  '#0d5a6d',
  '#0a4656',
];

/** Text first, ground last: what Mantine draws menus and fields with in the dark. */
const dark: MantineColorsTuple = [
  '#e3e9ef',
  '#b1bcc7',
  '#93a0ad',
  '#6b7885',
  '#3a4753',
  '#26303a',
  '#1a222b',
  '#141a21',
  '#0e1318',
  '#0a0e12',
];

/** What is wrong with a field is read out when it appears. */
const field = { size: 'xs', errorProps: { role: 'alert' } };

/** Small type, small corners, one accent. Colours proper come from tokens.css. */
export const theme: ReturnType<typeof createTheme> = createTheme({
  colors: { harbor, dark },
  primaryColor: 'harbor',
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  luminanceThreshold: 0.32,
  fontFamily: 'var(--bw-font)',
  fontFamilyMonospace: 'var(--bw-mono)',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  defaultRadius: 'sm',
  radius: { xs: '3px', sm: '5px', md: '8px', lg: '12px', xl: '16px' },
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 28 } },
    Button: { defaultProps: { size: 'xs' } },
    TextInput: { defaultProps: field },
    PasswordInput: { defaultProps: field },
    Select: { defaultProps: field },
    NativeSelect: { defaultProps: field },
    Menu: {
      defaultProps: { withInitialFocusPlaceholder: false, shadow: 'md', transitionProps: { duration: 0 } },
    },
    Popover: { defaultProps: { shadow: 'md', transitionProps: { duration: 0 } } },
    Modal: { defaultProps: { transitionProps: { duration: 0 }, overlayProps: { backgroundOpacity: 0.45 } } },
    Tooltip: { defaultProps: { openDelay: 350, transitionProps: { duration: 0 }, fz: 12 } },
  },
});

const shared = {
  '--mantine-color-body': 'var(--bw-surface)',
  '--mantine-color-text': 'var(--bw-text)',
  '--mantine-color-bright': 'var(--bw-text)',
  '--mantine-color-dimmed': 'var(--bw-text-faint)',
  '--mantine-color-placeholder': 'var(--bw-text-faint)',
  '--mantine-color-anchor': 'var(--bw-accent)',
  '--mantine-color-error': 'var(--bw-bad)',
  '--mantine-color-default': 'var(--bw-surface)',
  '--mantine-color-default-hover': 'var(--bw-hover)',
  '--mantine-color-default-color': 'var(--bw-text)',
  '--mantine-color-default-border': 'var(--bw-line-strong)',
  '--mantine-color-gray-light-color': 'var(--bw-text-soft)',
  '--mantine-color-gray-light-hover': 'var(--bw-hover)',
};

/** Mantine's own colour variables, led back to tokens.css. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: { '--mantine-line-height': '1.45' },
  light: shared,
  dark: {
    ...shared,
    '--mantine-color-harbor-filled': '#1f7a90',
    '--mantine-color-harbor-filled-hover': '#1c7186',
    '--mantine-primary-color-contrast': '#ffffff',
  },
});
