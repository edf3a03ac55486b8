package dev.agenthub.server.events.relay;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Says that a process appended to an organization's log; the only message between backends.
 *
 * @param from the first entry's sequence number
 * @param to the last entry's sequence number plus one
 */
record AppendNotice(UUID process, UUID org, long from, long to) {
    static final int LENGTH = 48;

    static byte[] bytes(List<AppendNotice> all) {
        ByteBuffer buffer = ByteBuffer.allocate(all.size() * LENGTH);
        for (AppendNotice one : all) {
            buffer.putLong(one.process.getMostSignificantBits()).putLong(one.process.getLeastSignificantBits())
                    .putLong(one.org.getMostSignificantBits()).putLong(one.org.getLeastSignificantBits())
                    .putLong(one.from).putLong(one.to);
        }
        return buffer.array();
    }

    static List<AppendNotice> parse(byte[] bytes) {
        List<AppendNotice> all = new ArrayList<>();
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.remaining() >= LENGTH) {
            all.add(new AppendNotice(new UUID(buffer.getLong(), buffer.getLong()),
                    new UUID(buffer.getLong(), buffer.getLong()), buffer.getLong(), buffer.getLong()));
        }
        return all;
    }
}
