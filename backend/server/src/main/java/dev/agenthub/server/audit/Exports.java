package dev.agenthub.server.audit;

import dev.agenthub.db.OrgContext;
import dev.agenthub.db.OrgTransactions;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.Actor;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.chain.Origin;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.evidence.export.ExportWriter;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.note.Checkpoint;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Exports an organization's audit log as EVIDENCE.md §6 says, from the first entry to a checkpoint made for it.
 *
 * <p>The checkpoint comes first and covers everything recorded before; that an export was made is recorded after it, in the same transaction, so
 * that no file exists of which the log says nothing. An export therefore never holds the record of itself, and the next one does. The file is
 * streamed from a cursor: memory does not grow with the log. Safe for use by many threads.
 */
public final class Exports {
    private static final int EVENTS_AT_ONCE = 1_000;
    /** Payloads may be large. */
    private static final int PAYLOADS_AT_ONCE = 8;

    private final OrgTransactions transactions;
    private final Checkpoints checkpoints;

    public Exports(OrgTransactions transactions, Checkpoints checkpoints) {
        this.transactions = transactions;
        this.checkpoints = checkpoints;
    }

    /** An export that is decided on and recorded; writing it may be tried again. */
    public final class Prepared {
        private final OrgContext reader;
        private final boolean payloads;
        private final Checkpoints.Published upTo;

        private Prepared(OrgContext reader, boolean payloads, Checkpoints.Published upTo) {
            this.reader = reader;
            this.payloads = payloads;
            this.upTo = upTo;
        }

        /** How many entries it has. */
        public long entries() {
            return upTo.checkpoint().size();
        }

        /**
         * Writes the whole file and closes the stream. Where that throws, what was written is no export, and the stream stays open: to close it
         * could look like an end.
         */
        public void writeTo(OutputStream out) throws IOException {
            transactions.<IOException>run(reader, handle -> write(handle, this, new StaysOpen(out)));
            out.close();
        }
    }

    /**
     * Makes the checkpoint that the export ends at and records both.
     *
     * @param reader the member who asks, in the organization whose log it is
     * @param payloads whether the payloads go with it
     * @throws CheckpointRefusedException where the log does not continue the one that was signed last
     */
    public Prepared prepare(OrgContext reader, Actor actor, boolean payloads) {
        Checkpoints.Published upTo = checkpoints
                .publishWhole(reader.org(), actor, 0, checkpoint -> created(actor, checkpoint, payloads)).published();
        return new Prepared(reader, payloads, upTo);
    }

    private static final class StaysOpen extends FilterOutputStream {

        StaysOpen(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    private static EventDraft created(Actor actor, Checkpoint checkpoint, boolean payloads) {
        return new EventDraft(EventType.EXPORT_CREATED, actor, new Subject(checkpoint.origin(), "log"), null,
                JsonObject.builder()
                        .put("firstSeq", 0)
                        .put("entries", checkpoint.size())
                        .put("payloads", payloads)
                        .build());
    }

    private static void write(Handle handle, Prepared export, OutputStream out) throws IOException {
        Checkpoint checkpoint = export.upTo.checkpoint();
        try (ExportWriter writer = ExportWriter.open(out, Origin.parse(checkpoint.origin()), 0, null)) {
            writeEvents(handle, checkpoint.size(), writer);
            if (export.payloads) {
                writePayloads(handle, checkpoint.size(), writer);
            }
            writeCheckpoints(handle, checkpoint.size(), writer);
            writer.checkpoint(export.upTo.note());
        }
    }

    private static void writeEvents(Handle handle, long size, ExportWriter writer) throws IOException {
        write(handle.createQuery("select event, link from audit.event where seq < :size order by seq")
                .bind("size", size)
                .setFetchSize(EVENTS_AT_ONCE), row -> {
                    byte[] event = row.getBytes("event");
                    Hash link = Hash.of(row.getBytes("link"));
                    return to -> to.event(event, link);
                }, writer);
    }

    /** Those that were there when the last entry was recorded; a later one is of the next export. */
    private static void writePayloads(Handle handle, long size, ExportWriter writer) throws IOException {
        write(handle.createQuery("""
                select payload_hash, payload
                  from hub.approval_request
                 where created_at <= (select recorded_at from audit.event where seq = :size - 1)
                 order by id
                """)
                .bind("size", size)
                .setFetchSize(PAYLOADS_AT_ONCE), row -> {
                    Hash hash = Hash.of(row.getBytes("payload_hash"));
                    byte[] payload = row.getBytes("payload");
                    return to -> to.payload(hash, payload);
                }, writer);
    }

    private static void writeCheckpoints(Handle handle, long size, ExportWriter writer) throws IOException {
        write(handle.createQuery("select size, note from hub.checkpoint where size <= :size order by size")
                .bind("size", size)
                .setFetchSize(EVENTS_AT_ONCE), row -> {
                    long older = row.getLong("size");
                    String note = row.getString("note");
                    return to -> to.olderCheckpoint(older, note);
                }, writer);
    }

    /** One row's part of the file. */
    private interface Part {
        void writeTo(ExportWriter writer) throws IOException;
    }

    private interface PartReader {
        Part read(ResultSet row) throws SQLException;
    }

    private static void write(Query rows, PartReader reader, ExportWriter writer) throws IOException {
        rows.map((row, _) -> reader.read(row)).<IOException>useIterator(parts -> {
            while (parts.hasNext()) {
                parts.next().writeTo(writer);
            }
        });
    }
}
