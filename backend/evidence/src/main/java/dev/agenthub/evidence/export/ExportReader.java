package dev.agenthub.evidence.export;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.CanonicalJson;
import dev.agenthub.evidence.hash.Hash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads an untrusted export: inconsistent archives are rejected as ARCHIVE_INVALID, and memory is bounded whatever the headers claim.
 * Segments may be read by several threads at once; all other methods are for one thread.
 */
public final class ExportReader implements AutoCloseable {

    /** Receives each payload. */
    @FunctionalInterface
    public interface PayloadVisitor {

        void visit(Hash name, byte[] payload);
    }

    static final int MAX_INDEX = 1 << 20;
    /** No index could list more. */
    private static final int MAX_SEGMENTS = 8192;
    private static final int MAX_PAYLOAD = CanonicalJson.DEFAULT_LIMIT;
    private static final int MAX_SMALL = 1 << 16;
    private static final int MAX_NOTES = 1_000_000;
    /** Above this much content, an archive that expands a hundredfold is a bomb: every line of a log holds random bytes. */
    private static final long ALWAYS_ALLOWED = 32L << 20;
    static final int MAX_EXPANSION = 100;

    private final FileChannel file;
    private final ArchiveIndex index;
    private final long length;
    private final Map<String, ArchiveEntry> single = new HashMap<>();
    private final Map<Integer, ArchiveEntry> segments = new HashMap<>();
    private final EntryPlaces older = new EntryPlaces();
    private final EntryPlaces timestamps = new EntryPlaces();
    private final EntryPlaces payloads = new EntryPlaces();
    private final Manifest manifest;
    private final @Nullable Frontier frontier;
    private long content;

    private ExportReader(FileChannel file) throws IOException {
        this.file = file;
        this.length = file.size();
        this.index = ArchiveIndex.open(file);
        index.walk(this::register);
        payloads.requireDistinct();
        older.requireDistinct();
        timestamps.requireDistinct();
        this.manifest = Manifest.parse(bytes(required(EntryNames.MANIFEST)));
        if (manifest.segments().size() != segments.size()) {
            throw Window.invalid("manifest.json does not list the entries that are there.");
        }
        for (int i = 0; i < segments.size(); i++) {
            if (!segments.containsKey(i)) {
                throw Window.invalid("a file of entries is missing.");
            }
        }
        ArchiveEntry start = single.get(EntryNames.FRONTIER);
        if ((start != null) != (manifest.firstSeq() > 0)) {
            throw new EvidenceException(Codes.FRONTIER_INVALID,
                    "A frontier stands exactly where an export does not begin at 0.");
        }
        this.frontier = start == null ? null : Frontier.parse(bytes(start));
        if (frontier != null && frontier.size() != manifest.firstSeq()) {
            throw new EvidenceException(Codes.FRONTIER_INVALID, "The frontier does not end where the export begins.");
        }
        required(EntryNames.CHECKPOINT);
    }

    /**
     * Opens an export and checks the archive's structure.
     *
     * @throws EvidenceException ARCHIVE_INVALID or FRONTIER_INVALID
     * @throws IOException where the file cannot be read
     */
    public static ExportReader open(Path export) throws IOException {
        FileChannel file = FileChannel.open(export, StandardOpenOption.READ);
        try {
            return new ExportReader(file);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private void register(ArchiveEntry entry) {
        content = Math.addExact(content, entry.size());
        if (content > ALWAYS_ALLOWED && content / MAX_EXPANSION > length) {
            throw Window.invalid("it would expand more than " + MAX_EXPANSION + " times.");
        }
        String name = entry.name();
        switch (name.substring(0, name.indexOf('/') + 1)) {
            case "" -> {
                if (!EntryNames.SINGLE.contains(name)) {
                    throw EntryNames.unknown();
                }
                requireNone(single.put(name, entry));
                requireAtMost(name.equals(EntryNames.MANIFEST) ? MAX_INDEX : MAX_SMALL, entry);
            }
            case "entries/" -> {
                Integer number = Integer.valueOf(EntryNames.part(EntryNames.SEGMENT, name));
                requireNone(segments.put(number, entry));
            }
            case "payloads/" -> {
                payloads.add(prefix(Hash.ofHex(EntryNames.part(EntryNames.PAYLOAD, name))), entry);
                requireAtMost(MAX_PAYLOAD, entry);
            }
            case "checkpoints/" -> {
                older.add(Long.parseLong(EntryNames.part(EntryNames.OLDER, name)), entry);
                requireAtMost(MAX_SMALL, entry);
            }
            case "timestamps/" -> {
                timestamps.add(Long.parseLong(EntryNames.part(EntryNames.TIMESTAMP, name)), entry);
                requireAtMost(MAX_SMALL, entry);
            }
            default -> throw EntryNames.unknown();
        }
        if (older.count() > MAX_NOTES || timestamps.count() > MAX_NOTES || segments.size() > MAX_SEGMENTS) {
            throw Window.invalid("it holds more checkpoints, timestamps or files of entries than it may.");
        }
    }

    private static void requireNone(@Nullable ArchiveEntry other) {
        if (other != null) {
            throw Window.twice();
        }
    }

    private static void requireAtMost(long maxSize, ArchiveEntry entry) {
        if (entry.size() > maxSize) {
            throw Window.invalid(entry.name() + " is larger than it may be.");
        }
    }

    private ArchiveEntry required(String name) {
        ArchiveEntry entry = single.get(name);
        if (entry == null) {
            throw Window.invalid("there is no " + name + ".");
        }
        return entry;
    }

    /** The length of the export file in bytes. */
    public long length() {
        return length;
    }

    public Manifest manifest() {
        return manifest;
    }

    /** The state before the first event; null in a full export. */
    public @Nullable Frontier frontier() {
        return frontier;
    }

    /** The signed note of the checkpoint, unverified. */
    public String checkpoint() throws IOException {
        return note(required(EntryNames.CHECKPOINT));
    }

    /** The sizes of the older checkpoints, ascending. */
    public long[] olderCheckpoints() {
        return older.keys();
    }

    /** Whether there is an older checkpoint of a size. */
    public boolean hasOlderCheckpoint(long size) {
        return older.find(size) >= 0;
    }

    /** The signed note of an older checkpoint, unverified. */
    public String olderCheckpoint(long size) throws IOException {
        return note(sized(older, size));
    }

    /** The sizes that RFC 3161 tokens stand for, ascending. */
    public long[] timestamps() {
        return timestamps.keys();
    }

    /** The RFC 3161 token over the checkpoint of a size, unverified. */
    public byte[] timestamp(long size) throws IOException {
        return bytes(sized(timestamps, size));
    }

    /** Opens one of the manifest's segments. */
    public SegmentLines segment(int number) {
        ArchiveEntry entry = segments.get(number);
        if (entry == null) {
            throw new IllegalArgumentException("There is no segment of that number");
        }
        return new SegmentLines(new EntryStream(file, entry));
    }

    /** Reads the payloads one after the other. */
    public void payloads(PayloadVisitor visitor) throws IOException {
        index.walk(entry -> {
            if (entry.name().startsWith("payloads/")) {
                visitor.visit(payloadName(entry), bytes(entry));
            }
        });
    }

    /** How many payloads there are. */
    public int payloadCount() {
        return payloads.count();
    }

    /** The number, from 0, of the only payload that can have that name, if it has; negative where none can. */
    public int payloadNumber(Hash name) {
        return payloads.find(prefix(name));
    }

    /** The name of the payload of that number. */
    public Hash payloadName(int number) throws IOException {
        return payloadName(index.entry(payloads.listedAt(number)));
    }

    /** The payload of that number. */
    public byte[] payload(int number) throws IOException {
        return bytes(index.entry(payloads.listedAt(number)));
    }

    private ArchiveEntry sized(EntryPlaces entries, long size) throws IOException {
        int number = entries.find(size);
        if (number < 0) {
            throw new IllegalArgumentException("There is no entry of that size");
        }
        return index.entry(entries.listedAt(number));
    }

    /** Of names that are hashes the first 64 bits tell them apart; distinct ones never share them by chance. */
    private static long prefix(Hash name) {
        return ByteBuffer.wrap(name.bytes()).getLong();
    }

    private static Hash payloadName(ArchiveEntry entry) {
        return Hash.ofHex(EntryNames.part(EntryNames.PAYLOAD, entry.name()));
    }

    private String note(ArchiveEntry entry) throws IOException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(entry))).toString();
        } catch (CharacterCodingException e) {
            throw new EvidenceException(Codes.CHECKPOINT_MALFORMED, entry.name() + " is not UTF-8.");
        }
    }

    /** Reads a whole entry, whose size was found to be within bounds; no more is reserved than was really there. */
    private byte[] bytes(ArchiveEntry entry) throws IOException {
        try (EntryStream in = new EntryStream(file, entry)) {
            return in.readAllBytes();
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
