import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { carrySearch, type Search } from '../state/search.ts';
import { Icon, type IconName } from './icons.tsx';

export interface LinkButtonProps {
  readonly to: string;
  /** What the other screen shows; scope and time go along unless this says otherwise. */
  readonly search?: Search;
  readonly icon?: IconName;
  readonly isQuiet?: boolean;
  readonly children: ReactNode;
}

/** A button that leads to another screen: a link, so that it opens in a new tab as well. */
export function LinkButton(props: LinkButtonProps): ReactNode {
  return (
    <Button
      variant={props.isQuiet ? 'default' : 'filled'}
      leftSection={props.icon && <Icon name={props.icon} size={14} />}
      renderRoot={(root) => (
        <Link {...root} to={props.to} search={(before) => ({ ...carrySearch(before), ...props.search })} />
      )}
    >
      {props.children}
    </Button>
  );
}
