/** The audit log as a file. It is no operation, since its answer has no bound. The query is `auditExport` of audit.ts. */
export const auditExportPath = '/api/v1/workspace/audit/export';
