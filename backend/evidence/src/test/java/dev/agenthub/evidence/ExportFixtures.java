package dev.agenthub.evidence;

import dev.agenthub.evidence.chain.Chain;
import dev.agenthub.evidence.chain.Origin;
import dev.agenthub.evidence.export.ExportWriter;
import dev.agenthub.evidence.export.Frontier;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.hash.PayloadHash;
import dev.agenthub.evidence.merkle.CompactRange;
import dev.agenthub.evidence.note.Checkpoint;
import dev.agenthub.evidence.note.NoteSigner;
import dev.agenthub.evidence.note.Pin;
import dev.agenthub.evidence.verify.Verifier;
import dev.agenthub.evidence.verify.VerifyOptions;
import dev.agenthub.evidence.verify.report.Report;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes logs and exports of any list of events, honest or not, as the backend would. */
public final class ExportFixtures {

    public static final UUID ORG = UUID.fromString("018f0000-0000-7000-8000-00000000000a");
    /** The origin of every log made here. */
    public static final Origin ORIGIN = new Origin("agenthub.example", ORG, 1);
    /** Signs the checkpoints of every log made here. */
    public static final NoteSigner SIGNER = new NoteSigner(ORIGIN.toString(), seed("checkpoint"));

    private ExportFixtures() {}

    /** A seed that everyone can compute, so that signatures are the same in every run. */
    public static byte[] seed(String name) {
        return Hash.sha256(name.getBytes(StandardCharsets.UTF_8)).bytes();
    }

    /** The chain's links after each of the events. */
    public static List<Hash> links(Origin origin, List<byte[]> events) {
        List<Hash> links = new ArrayList<>();
        Hash previous = Chain.genesis(origin);
        for (byte[] event : events) {
            previous = Chain.link(links.size(), previous, Chain.event(event));
            links.add(previous);
        }
        return links;
    }

    /** The tree over these links. */
    public static CompactRange tree(List<Hash> links) {
        CompactRange tree = new CompactRange();
        links.forEach(tree::append);
        return tree;
    }

    /** The signed checkpoint of all events. */
    public static String checkpoint(List<byte[]> events) {
        return checkpoint(events, events.size());
    }

    /** The signed checkpoint of the first {@code size} events. */
    public static String checkpoint(List<byte[]> events, int size) {
        List<Hash> links = links(ORIGIN, events.subList(0, size));
        return new Checkpoint(ORIGIN.toString(), size, tree(links).root()).sign(SIGNER);
    }

    /** A pin at the first {@code size} events. */
    public static Pin pin(List<byte[]> events, int size) {
        return new Pin(checkpoint(events, size), SIGNER.verifierKey());
    }

    /** The export of a whole log. */
    public static byte[] export(List<byte[]> events) {
        return export(events, 0, true, List.of());
    }

    /** The export of a log from one entry on. */
    public static byte[] export(List<byte[]> events, int firstSeq, boolean deflate, List<byte[]> payloads) {
        List<Hash> links = links(ORIGIN, events);
        Parts parts = new Parts(events.subList(firstSeq, events.size()), links.subList(firstSeq, events.size()),
                checkpoint(events));
        parts.frontier = firstSeq == 0
                ? null
                : frontier(links, firstSeq);
        parts.deflate = deflate;
        parts.payloads = payloads;
        return parts.write();
    }

    /** Where an export of a log with these links takes it up after so many. */
    public static Frontier frontier(List<Hash> links, int size) {
        return Frontier.of(tree(links.subList(0, size - 1)), links.get(size - 1));
    }

    /** Writes an export into the folder as {@code log.ahexport}. */
    public static Path write(Path folder, byte[] export) {
        try {
            return Files.write(folder.resolve("log.ahexport"), export);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The report on the whole log of these events, which is written into the folder and verified with its own key and no pin. */
    public static Report verify(Path folder, List<byte[]> events) throws IOException {
        return verify(folder, export(events));
    }

    /** The report on an export, which is written into the folder and verified with the log's own key and no pin. */
    public static Report verify(Path folder, byte[] export) throws IOException {
        return Verifier.verify(write(folder, export), VerifyOptions.of(SIGNER.verifierKey(), null));
    }

    /** What an export is made of, each part open to a lie. */
    public static final class Parts {

        public Origin origin = ORIGIN;
        public List<byte[]> events;
        public List<Hash> links;
        public String checkpoint;
        public @Nullable Frontier frontier;
        public boolean deflate = true;
        public List<byte[]> payloads = List.of();
        /** Payloads of proposals. */
        public List<byte[]> changes = List.of();
        public List<String> olderCheckpoints = List.of();
        public Map<Long, byte[]> timestamps = Map.of();

        public Parts(List<byte[]> events, List<Hash> links, String checkpoint) {
            this.events = new ArrayList<>(events);
            this.links = new ArrayList<>(links);
            this.checkpoint = checkpoint;
        }

        /** The honest parts of a whole log. */
        public static Parts of(List<byte[]> events) {
            return new Parts(events, ExportFixtures.links(ORIGIN, events), ExportFixtures.checkpoint(events));
        }

        public byte[] write() {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            long firstSeq = frontier == null ? 0 : frontier.size();
            try (ExportWriter writer = ExportWriter.open(out, origin, firstSeq, frontier, deflate)) {
                for (int i = 0; i < events.size(); i++) {
                    writer.event(events.get(i), links.get(i));
                }
                for (byte[] payload : payloads) {
                    writer.payload(PayloadHash.of(payload), payload);
                }
                for (byte[] payload : changes) {
                    writer.payload(PayloadHash.ofChange(payload), payload);
                }
                for (String note : olderCheckpoints) {
                    writer.olderCheckpoint(Checkpoint.unverified(note).size(), note);
                }
                for (Map.Entry<Long, byte[]> token : timestamps.entrySet()) {
                    writer.timestamp(token.getKey(), token.getValue());
                }
                writer.checkpoint(checkpoint);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return out.toByteArray();
        }
    }
}
