/** Where the embedded PostgreSQL listens: on this machine alone. */
export const host = '127.0.0.1';

/** The one account it has. */
export const superuser = 'parley';

/**
 * Settings for a small machine. Everything that keeps data safe stays at PostgreSQL's defaults: fsync,
 * synchronous_commit and full_page_writes are on.
 */
const forSmallMachines = {
  listen_addresses: host,
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '128MB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  effective_cache_size: '1GB',
  random_page_cost: '1.1',
  io_method: 'sync',
  jit: 'off',
  timezone: 'UTC',
};

/**
 * What goes wrong in a statement is Parley's to log, in its own words: PostgreSQL's would hold what users typed
 * (`Key (email)=(…) already exists`) and come with every refusal. Its log tells of the server itself.
 */
const forTheLog = {
  log_min_messages: 'log',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  log_statement: 'none',
  log_min_duration_statement: '-1',
  log_checkpoints: 'off',
  log_timezone: 'UTC',
};

/** The arguments by which PostgreSQL is started with these settings. */
export const settingFlags = Object.entries({ ...forSmallMachines, ...forTheLog }).flatMap(([name, value]) => [
  '-c',
  `${name}=${value}`,
]);
