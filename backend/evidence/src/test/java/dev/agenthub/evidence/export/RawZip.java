package dev.agenthub.evidence.export;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Writes ZIP archives whose headers may be false. */
final class RawZip {

    /** One entry; what its headers say can be changed apart from what is there. */
    static final class Entry {

        String name;
        String localName;
        byte[] data;
        int method = Zip.STORED;
        int flags;
        int localFlags;
        int version = Zip.VERSION;
        int time;
        int localTime;
        long crc;
        long compressed;
        long size;
        long localSize;
        byte[] extra = {};
        byte[] localExtra = {};
        byte[] gap = {};
        int commentLength;
        long attributes;

        Entry(String name, byte[] content) {
            this.name = name;
            this.localName = name;
            this.data = content;
            CRC32 sum = new CRC32();
            sum.update(content);
            this.crc = sum.getValue();
            this.compressed = content.length;
            this.size = content.length;
            this.localSize = content.length;
        }

        Entry deflated() {
            data = deflated(data, Deflater.NO_FLUSH);
            method = Zip.DEFLATED;
            compressed = data.length;
            return this;
        }

        /**
         * So many megabytes of zeros in a few kilobytes each; made by repeating the first,
         * since a full flush leaves nothing to look back on.
         */
        static Entry bomb(String name, int megabytes) {
            byte[] zeros = new byte[1 << 20];
            byte[] block = deflated(zeros, Deflater.FULL_FLUSH);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            CRC32 sum = new CRC32();
            for (int i = 0; i < megabytes; i++) {
                out.writeBytes(block);
                sum.update(zeros);
            }
            out.writeBytes(deflated(new byte[0], Deflater.NO_FLUSH));
            Entry bomb = new Entry(name, out.toByteArray());
            bomb.method = Zip.DEFLATED;
            bomb.crc = sum.getValue();
            bomb.size = (long) megabytes << 20;
            bomb.localSize = bomb.size;
            return bomb;
        }

        private static byte[] deflated(byte[] data, int flush) {
            Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
            deflater.setInput(data);
            if (flush == Deflater.NO_FLUSH) {
                deflater.finish();
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[8192];
            int length;
            do {
                length = deflater.deflate(buffer, 0, buffer.length, flush);
                out.write(buffer, 0, length);
            } while (length == buffer.length);
            deflater.end();
            return out.toByteArray();
        }

        private LittleEndian shared(LittleEndian header, int itsFlags, int itsTime, long itsSize) {
            return header.u16(version).u16(itsFlags).u16(method).u16(itsTime).u16(0x21).u32(crc).u32(compressed)
                    .u32(itsSize);
        }
    }

    final Map<String, Entry> entries = new LinkedHashMap<>();
    final List<Entry> more = new ArrayList<>();
    byte[] before = {};
    byte[] between = {};
    byte[] after = {};
    int claimed = -1;
    int comment;
    int disk;
    boolean wide;

    /** The entries of an export, stored. */
    static RawZip of(byte[] export) {
        RawZip zip = new RawZip();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(export))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                zip.add(entry.getName(), in.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zip;
    }

    Entry add(String name, byte[] content) {
        Entry entry = new Entry(name, content);
        entries.put(name, entry);
        return entry;
    }

    Entry add(String name, String content) {
        return add(name, content.getBytes(StandardCharsets.UTF_8));
    }

    Entry entry(String name) {
        return Objects.requireNonNull(entries.get(name));
    }

    byte[] write() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream central = new ByteArrayOutputStream();
        out.writeBytes(before);
        List<Entry> all = new ArrayList<>(entries.values());
        all.addAll(more);
        for (Entry entry : all) {
            int at = out.size();
            byte[] localName = entry.localName.getBytes(StandardCharsets.ISO_8859_1);
            out.writeBytes(entry.shared(new LittleEndian(Zip.LOCAL_LENGTH).u32(Zip.LOCAL_SIGNATURE), entry.localFlags,
                    entry.localTime, entry.localSize).u16(localName.length).u16(entry.localExtra.length).bytes());
            out.writeBytes(localName);
            out.writeBytes(entry.localExtra);
            out.writeBytes(entry.data);
            out.writeBytes(entry.gap);
            byte[] name = entry.name.getBytes(StandardCharsets.ISO_8859_1);
            central.writeBytes(entry.shared(
                    new LittleEndian(Zip.CENTRAL_LENGTH).u32(Zip.CENTRAL_SIGNATURE).u16(Zip.VERSION), entry.flags,
                    entry.time, entry.size).u16(name.length).u16(entry.extra.length).u16(entry.commentLength).u16(0)
                    .u16(0).u32(entry.attributes).u32(at).bytes());
            central.writeBytes(name);
            central.writeBytes(entry.extra);
        }
        out.writeBytes(between);
        end(out, central, all.size());
        out.writeBytes(after);
        return out.toByteArray();
    }

    private void end(ByteArrayOutputStream out, ByteArrayOutputStream central, int count) {
        int at = out.size();
        out.writeBytes(central.toByteArray());
        int size = central.size();
        int said = claimed < 0 ? count : claimed;
        if (wide) {
            int end64 = out.size();
            out.writeBytes(new LittleEndian(Zip.END64_LENGTH).u32(Zip.END64_SIGNATURE).u64(Zip.END64_LENGTH - 12)
                    .u16(45).u16(45).u32(0).u32(0).u64(said).u64(said).u64(size).u64(at).bytes());
            out.writeBytes(new LittleEndian(Zip.LOCATOR64_LENGTH).u32(Zip.LOCATOR64_SIGNATURE).u32(0).u64(end64).u32(1)
                    .bytes());
        }
        int shown = wide ? Zip.MAX16 : said;
        out.writeBytes(new LittleEndian(Zip.END_LENGTH).u32(Zip.END_SIGNATURE).u16(disk).u16(0).u16(shown).u16(shown)
                .u32(wide ? Zip.MAX32 : size).u32(wide ? Zip.MAX32 : at).u16(comment).bytes());
    }
}
