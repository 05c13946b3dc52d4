/** A process of its own that brings a database's schema up to date, as a starting server does. */
import { openDatabase } from '../../../../server/db/open-database.ts';

const connection = JSON.parse(process.argv[2] ?? 'null');
const pool = await openDatabase(() => connection);
await pool.close();
