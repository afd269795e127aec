/** Programs that Debian, Ubuntu, Alpine, the Red Hat family, SUSE, Arch or Amazon Linux install with setuid or setgid. */
const usualPrograms: ReadonlySet<string> = new Set(
  [
    'at batch bbsuid chage chfn chsh cockpit-session crontab doas dotlockfile dotlock.mailutils expiry fusermount fusermount3',
    'gpasswd grub2-set-bootflag ksu locate lockdev mlocate mount mount.cifs mount.ecryptfs_private mount.nfs mount.nfs4 newgidmap newgrp newuidmap',
    'ntfs-3g pam_extrausers_chkpwd pam_timestamp_check passwd ping ping6 pkexec plocate pppd procmail screen sg ssh-agent',
    'staprun su sudo sudoedit sudo-rs su-rs traceroute6.iputils umount umount.nfs umount.nfs4 unix_chkpwd unix2_chkpwd userhelper usernetctl utempter',
    'wall write write.ul bsd-write postdrop postqueue sendmail sendmail.sendmail mount.davfs chromium-sandbox chrome-sandbox',
  ]
    .join(' ')
    .split(' '),
);
const usualFolder = /^(?:usr\/)?(?:s?bin|lib(?:64|exec)?(?:\/[\w.+-]{1,60}){0,2})\/[^/]+$/;
const usualPaths: ReadonlySet<string> = new Set([
  'usr/lib/openssh/ssh-keysign',
  'usr/libexec/openssh/ssh-keysign',
  'usr/lib/ssh/ssh-keysign',
  'usr/lib/dbus-1.0/dbus-daemon-launch-helper',
  'usr/libexec/dbus-1/dbus-daemon-launch-helper',
  'usr/libexec/dbus-daemon-launch-helper',
  'usr/lib/policykit-1/polkit-agent-helper-1',
  'usr/lib/polkit-1/polkit-agent-helper-1',
  'usr/libexec/polkit-agent-helper-1',
  'usr/lib/eject/dmcrypt-get-device',
  'usr/libexec/utempter/utempter',
  'usr/lib/x86_64-linux-gnu/utempter/utempter',
  'usr/libexec/sssd/krb5_child',
  'usr/libexec/sssd/ldap_child',
  'usr/libexec/sssd/selinux_child',
  'usr/libexec/sssd/proxy_child',
]);

/** Programs with which whoever may start them with another's rights has a shell: interpreters, editors, tools that start others. */
const openToAll: ReadonlySet<string> = new Set(
  'ash awk bash busybox cp csh dash docker ed emacs env ex find gawk gdb git ksh less lua mawk more mv nano nc ncat netcat node nmap perl php python python2 python3 rsync ruby sed sh socat strace tar tclsh tcsh tee vi view vim xargs zsh'.split(
    ' ',
  ),
);

/** Whether a distribution's own package is known to install the program with these rights. */
export function isUsualSetuid(path: string): boolean {
  if (usualPaths.has(path)) return true;
  return usualFolder.test(path) && usualPrograms.has(nameOf(path));
}

/** Whether setuid on it gives everybody its owner's rights outright. Versions in names do not matter: `python3.11`. */
export function leadsToRoot(path: string): boolean {
  return openToAll.has(nameOf(path).replace(/(?<=[a-z])[\d.]+$/, '')) || openToAll.has(nameOf(path));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
