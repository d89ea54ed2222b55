// Clients of the unmodified RxDB, told by lines of JSON on the standard input what to do; each is answered by a line.
import { createInterface } from "node:readline";
import { addRxPlugin, createRxDatabase } from "rxdb";
import { replicateRxCollection } from "rxdb/plugins/replication";
import { getRxStorageMemory } from "rxdb/plugins/storage-memory";
import { RxDBUpdatePlugin } from "rxdb/plugins/update";

addRxPlugin(RxDBUpdatePlugin);

const clients = new Map();

class Client {
  constructor(told) {
    Object.assign(this, told, { offline: false, lose: 0, pushes: 0, errors: [], conflicts: 0 });
  }

  async ask(path, body) {
    if (this.offline) throw new Error("no signal");
    const answer = await fetch(`${this.url}/${this.kind}/${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: { Authorization: `Bearer ${this.token}`, "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  async open() {
    this.db = await createRxDatabase({ name: `${this.name}-${Date.now()}`, storage: getRxStorageMemory(), multiInstance: false });
    const schema = await this.ask("schema");
    await this.db.addCollections({ documents: { schema } });
    this.collection = this.db.documents;
    this.replication = replicateRxCollection({
      collection: this.collection,
      replicationIdentifier: `urtuu-${this.kind}`,
      retryTime: 50,
      live: true,
      pull: {
        batchSize: this.batch ?? 100,
        handler: (checkpoint, batchSize) => this.ask("pull", { checkpoint: checkpoint ?? null, batchSize }),
      },
      push: {
        batchSize: this.batch ?? 100,
        handler: async (rows) => {
          this.pushes += 1;
          const found = await this.ask("push", rows);
          if (this.lose > 0) {
            this.lose -= 1;
            throw new Error("the answer was lost");
          }
          this.conflicts += found.length;
          return found;
        },
      },
    });
    this.replication.error$.subscribe((error) => this.errors.push(String(error.parameters?.errors?.[0]?.message ?? error.message)));
    return this.sync();
  }

  async sync() {
    this.offline = false;
    this.replication.reSync();
    await this.replication.awaitInSync();
    return this.told();
  }

  async told() {
    const { pushes, conflicts } = this;
    return { pushes, conflicts, errors: this.errors.splice(0) };
  }

  async all() {
    const found = await this.collection.find().exec();
    return found.map((one) => one.toJSON()).sort((a, b) => a.id.localeCompare(b.id));
  }

  async insert(told) {
    await this.collection.insert(told.document);
    return null;
  }

  async patch(told) {
    await (await this.collection.findOne(told.id).exec()).incrementalPatch(told.fields);
    return null;
  }

  async remove(told) {
    await (await this.collection.findOne(told.id).exec()).incrementalRemove();
    return null;
  }

  async wait(told) {
    const ends = Date.now() + told.ms;
    while (Date.now() < ends && this.errors.length === 0) await new Promise((done) => setTimeout(done, 20));
    return this.told();
  }

  async set(told) {
    for (const name of ["offline", "lose", "token"]) if (name in told) this[name] = told[name];
    return null;
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const told = JSON.parse(line);
  try {
    if (told.do === "open") clients.set(told.name, new Client(told));
    const answer = await clients.get(told.name)[told.do](told);
    process.stdout.write(`${JSON.stringify({ answer: answer ?? null })}\n`);
  } catch (error) {
    process.stdout.write(`${JSON.stringify({ error: String(error?.message ?? error).slice(0, 2000) })}\n`);
  }
}
process.exit(0);
