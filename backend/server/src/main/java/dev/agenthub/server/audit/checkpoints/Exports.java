package dev.agenthub.server.audit.checkpoints;

import dev.agenthub.api.ExportRequest;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.Actor;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.chain.Origin;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.evidence.export.ExportWriter;
import dev.agenthub.evidence.export.Frontier;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.note.Checkpoint;
import dev.agenthub.server.audit.EventDraft;
import dev.agenthub.server.common.RefusedException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Exports an organization's audit log (SPEC.md §6), whole or since a pin, up to a checkpoint made for the export.
 *
 * <p>The checkpoint is signed first and covers everything recorded before; the event about the export follows it in
 * the same transaction, so that every export is recorded. An export therefore does not contain its own record; the
 * next one does. Entries are streamed from a cursor, so that memory use does not grow with the log. Thread-safe.
 */
public final class Exports {
    private static final int EVENTS_AT_ONCE = 1_000;
    /** Bytes of an export's line besides its event: SPEC.md §6. */
    private static final int LINE_OVERHEAD = 82;
    /** The number of payloads read at once, since payloads may be large. */
    private static final int PAYLOADS_AT_ONCE = 8;
    private static final String ENTRIES = """
            select event, link from audit.event
             where org_id = (select sec.current_org()) and incarnation = :incarnation and seq >= :since and seq < :size order by seq
            """;

    private final OrgTransactions transactions;
    private final Checkpoints checkpoints;

    public Exports(OrgTransactions transactions, Checkpoints checkpoints) {
        this.transactions = transactions;
        this.checkpoints = checkpoints;
    }

    /** A recorded export, ready to be written; writing may be repeated. */
    public final class Prepared {
        private final OrgContext reader;
        private final Part part;
        private final Checkpoints.Whole upTo;
        private final long payloadBytes;

        private Prepared(OrgContext reader, Part part, Checkpoints.Whole upTo, long payloadBytes) {
            this.reader = reader;
            this.part = part;
            this.upTo = upTo;
            this.payloadBytes = payloadBytes;
        }

        /** The number of entries. */
        public long entries() {
            return size() - part.since();
        }

        /** The uncompressed size of entries and payloads, in bytes. */
        public long contentBytes() {
            return upTo.bytes() + entries() * LINE_OVERHEAD + payloadBytes;
        }

        private long size() {
            return upTo.published().checkpoint().size();
        }

        /**
         * Writes the whole file and closes the stream. Where that throws, the stream is
         * left open, so that an incomplete file is not ended like a complete one.
         */
        public void writeTo(OutputStream out) throws IOException {
            transactions.<IOException>run(reader, handle -> write(handle, this, new StaysOpen(out)));
            out.close();
        }
    }

    /** The exported part: the incarnation, the first entry, and whether payloads are included. */
    private record Part(int incarnation, long since, boolean payloads) {}

    /**
     * Computes the whole log again, publishes the checkpoint at which the export ends, and records the export.
     *
     * @param reader the member's context, in the exported organization
     * @throws CheckpointRefusedException where the log does not continue the last signed one, or a stored link is wrong
     * @throws RefusedException PIN_AHEAD_OF_LOG where the log has fewer entries than the pin, NOT_FOUND where there is
     *        no such incarnation, CHECKPOINT_MISSING where an earlier incarnation has no checkpoint in this database
     */
    public Prepared prepare(OrgContext reader, Actor actor, ExportRequest request) {
        long since = request.since() == null ? 0 : request.since();
        Checkpoints.Whole upTo = checkpoints.publishWhole(reader.org(), actor, request.incarnation(), since,
                checkpoint -> created(actor, checkpoint, since, request.payloads()));
        Part part = new Part(Origin.parse(upTo.published().checkpoint().origin()).incarnation(), since,
                request.payloads());
        long payloadBytes = !request.payloads()
                ? 0
                : transactions.call(reader, handle -> payloads(handle, "coalesce(sum(octet_length(r.payload)), 0)",
                        part, upTo.published().checkpoint().size()).mapTo(Long.class).one());
        return new Prepared(reader, part, upTo, payloadBytes);
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

    private static EventDraft created(Actor actor, Checkpoint checkpoint, long since, boolean payloads) {
        return new EventDraft(EventType.EXPORT_CREATED, actor, new Subject(checkpoint.origin(), "log"), null,
                JsonObject.builder()
                        .put("firstSeq", since)
                        .put("entries", checkpoint.size() - since)
                        .put("payloads", payloads)
                        .build());
    }

    private static void write(Handle handle, Prepared export, OutputStream out) throws IOException {
        Checkpoint checkpoint = export.upTo.published().checkpoint();
        Part part = export.part;
        Frontier frontier = export.upTo.frontier();
        try (ExportWriter writer = ExportWriter.open(out, Origin.parse(checkpoint.origin()), part.since(), frontier)) {
            writeEvents(handle, part, checkpoint, frontier, writer);
            if (part.payloads()) {
                writePayloads(handle, part, checkpoint.size(), writer);
            }
            writeCheckpoints(handle, part, checkpoint.size(), writer);
            writeTimestamps(handle, part, checkpoint.size(), writer);
            writer.checkpoint(export.upTo.published().note());
        }
    }

    /** Writes the events and computes the tree again while doing so: where it is not the signed one, the export does not complete. */
    private static void writeEvents(Handle handle, Part part, Checkpoint checkpoint, @Nullable Frontier frontier,
            ExportWriter writer) throws IOException {
        LogFollower follower = frontier == null
                ? LogFollower.start(Origin.parse(checkpoint.origin()))
                : LogFollower.after(frontier);
        write(handle.createQuery(ENTRIES)
                .bind("incarnation", part.incarnation())
                .bind("since", part.since())
                .bind("size", checkpoint.size())
                .setFetchSize(EVENTS_AT_ONCE), row -> {
                    byte[] event = row.getBytes("event");
                    Hash link = Hash.of(row.getBytes("link"));
                    return to -> {
                        follower.take(event);
                        to.event(event, link);
                    };
                }, writer);
        if (follower.size() != checkpoint.size() || !follower.root().equals(checkpoint.root())) {
            throw new CheckpointRefusedException("CHECKPOINT_FORKED",
                    "The log was changed while it was exported; it is not the one that was signed");
        }
    }

    /** Writes the payloads of requests created in this part of the log. */
    private static void writePayloads(Handle handle, Part part, long size, ExportWriter writer) throws IOException {
        write(payloads(handle, "r.payload_hash, r.payload", part, size).setFetchSize(PAYLOADS_AT_ONCE), row -> {
            Hash hash = Hash.of(row.getBytes("payload_hash"));
            byte[] payload = row.getBytes("payload");
            return to -> to.payload(hash, payload);
        }, writer);
    }

    private static Query payloads(Handle handle, String columns, Part part, long size) {
        return handle.createQuery("select " + columns + """
                  from approval_request r
                 where r.org_id = (select sec.current_org()) and exists (
                    select from audit.event e
                     where e.org_id = r.org_id and e.incarnation = :incarnation and e.subject_id = r.id::text
                       and e.event_type = 'approval.requested' and e.seq >= :since and e.seq < :size)
                """)
                .bind("incarnation", part.incarnation())
                .bind("since", part.since())
                .bind("size", size);
    }

    /**
     * Writes the checkpoints with sizes in this part of the log, and those that events in
     * it name: others may append between the signing of a checkpoint and its record.
     */
    private static void writeCheckpoints(Handle handle, Part part, long size, ExportWriter writer) throws IOException {
        write(handle.createQuery("""
                select size, note from checkpoint
                 where incarnation = :incarnation and size <= :size and (size >= :since or size in (
                    select (convert_from(e.event, 'UTF8')::jsonb #>> '{data,size}')::bigint from audit.event e
                     where e.org_id = (select sec.current_org()) and e.incarnation = :incarnation
                       and e.event_type = 'checkpoint.published' and e.seq >= :since and e.seq < :size))
                 order by size
                """)
                .bind("incarnation", part.incarnation())
                .bind("since", part.since())
                .bind("size", size)
                .setFetchSize(EVENTS_AT_ONCE), row -> {
                    long older = row.getLong("size");
                    String note = row.getString("note");
                    return to -> to.olderCheckpoint(older, note);
                }, writer);
    }

    private static void writeTimestamps(Handle handle, Part part, long size, ExportWriter writer) throws IOException {
        write(handle.createQuery("""
                select size, token from checkpoint_timestamp
                 where incarnation = :incarnation and size >= :since and size <= :size order by size
                """)
                .bind("incarnation", part.incarnation())
                .bind("since", part.since())
                .bind("size", size)
                .setFetchSize(EVENTS_AT_ONCE), row -> {
                    long stamped = row.getLong("size");
                    byte[] token = row.getBytes("token");
                    return to -> to.timestamp(stamped, token);
                }, writer);
    }

    /** Writes one row's part of the file. */
    private interface Piece {
        void writeTo(ExportWriter writer) throws IOException;
    }

    private interface PieceReader {
        Piece read(ResultSet row) throws SQLException;
    }

    private static void write(Query rows, PieceReader reader, ExportWriter writer) throws IOException {
        rows.map((row, _) -> reader.read(row)).<IOException>useIterator(parts -> {
            while (parts.hasNext()) {
                parts.next().writeTo(writer);
            }
        });
    }
}
