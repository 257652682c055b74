import type { Compilable, CompiledQuery, QueryResult } from "kysely";
import type { Db, Trx } from "./schema/tables.ts";

/** A query for values given each time, as a property each. */
type Build<Values, Row> = (db: Db, values: Values) => Compilable<Row>;

/** Stands for a value while the query is compiled. */
class Placeholder {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/**
 * A query that is built and compiled once for each kind of database: for what runs with every click, where building
 * it takes longer than carrying it out. `build` must use the values as they are, without a look at them.
 */
export function compiledOnce<Values extends object, Row>(
  build: Build<Values, Row>,
): (db: Db | Trx, values: Values) => Promise<QueryResult<Row>> {
  const known = new WeakMap<object, CompiledQuery<Row>>();
  const placeholders = new Proxy({} as Values, { get: (_, name) => new Placeholder(String(name)) });
  return (db, values) => {
    // One for the database and all transactions on it.
    const { adapter } = db.getExecutor();
    const query = known.get(adapter) ?? build(db, placeholders).compile();
    known.set(adapter, query);
    const parameters = query.parameters.map((parameter) =>
      parameter instanceof Placeholder ? values[parameter.name as keyof Values] : parameter,
    );
    return db.executeQuery({ ...query, parameters });
  };
}
