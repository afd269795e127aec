import type { FieldType } from '@breakwater/model';

/** Parameters of all events by the type of their values; a name that several events use has the type of the first. */
const table: Readonly<Partial<Record<FieldType, string>>> = {
  string: `
    arg2 arg2_str arg3 arg4 arg5 addr argv comm container_id cwd desc description exe home image json
    quotafilepath res_or_fd scope shell special tags target tuple uargs val value_charbuf fds `,
  path: `
    dir exepath filename linkpath name newpath oldpath path pathname root sun_path trusted_exepath`,
  bytes: `
    args cgroups data env img msgcontrol value_bytebuf`,
  flags: `
    cmd creat_flags domain dqi_flags error fd_type features flags how level nstype op opcode operation
    option optname prot quota_fmt quota_fmt_out resolve resource semflg sem_flg_0 sem_flg_1 whence`,
  uint64: `
    action arg argument cap_effective cap_inheritable cap_permitted clockid core cpu cpu_sys cpu_usr
    cq_entries dev dqb_bhardlimit dqb_bsoftlimit dqb_curspace dqb_ihardlimit dqb_isoftlimit egid entries
    euid event_data event_type exe_ino exe_ino_num fdlimit first gid id initval ino ino_num ip last len
    length loginuid mask min_complete mnt_id mode ID nativeID nr_args sig sigmask nsops offin offout offset optlen peer
    pgft_maj pgft_min pgoffset pidns_init_start_ts plugin_id pos proto queuelen queuemax queuepct ratio
    request rgid ruid sem_num_0 sem_num_1 sgid size sk_pointer sk_proto sk_type source sq_entries
    sq_thread_cpu sq_thread_idle suid to_submit type uid vm_rss vm_size vm_swap`,
  int64: `
    arg2_int aux backlog cur dirfd dpid fd fd1 fd2 fd_in fd_out fdin fdout in_fd key linkdirfd max maxevents
    mountfd newcur newdir newdirfd newfd newmax next nsems oldcur olddir olddirfd oldfd oldmax out_fd pgid
    pid pid_fd ppid ptid reaper_tid res ret sem_op_0 sem_op_1 semid semnum sid spid status target_fd tid
    timeout tty vpgid vpid vtgid vtid`,
  time: `
    dqb_btime dqb_itime dqi_bgrace dqi_igrace exe_ino_ctime exe_ino_mtime interval start_time`,
  ip: `
    local_ip remote_ip`,
  port: `
    local_port remote_port`,
};

/** Types of the parameters that `evt.arg.` and `evt.rawarg.` may be followed by. */
export const parameterTypes: ReadonlyMap<string, FieldType> = new Map(
  (Object.entries(table) as [FieldType, string][]).flatMap(([type, names]) =>
    names
      .trim()
      .split(/\s+/)
      .map((name): [string, FieldType] => [name, type]),
  ),
);
