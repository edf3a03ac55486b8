package dev.agenthub.server.relay;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Says that a process appended to an organization's log, from one place up to another: all that backends tell each other. */
record Appended(UUID process, UUID org, long from, long to) {
    static final int LENGTH = 48;

    static byte[] bytes(List<Appended> all) {
        ByteBuffer buffer = ByteBuffer.allocate(all.size() * LENGTH);
        for (Appended one : all) {
            buffer.putLong(one.process.getMostSignificantBits()).putLong(one.process.getLeastSignificantBits())
                    .putLong(one.org.getMostSignificantBits()).putLong(one.org.getLeastSignificantBits())
                    .putLong(one.from).putLong(one.to);
        }
        return buffer.array();
    }

    static List<Appended> parse(byte[] bytes) {
        List<Appended> all = new ArrayList<>();
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.remaining() >= LENGTH) {
            all.add(new Appended(new UUID(buffer.getLong(), buffer.getLong()),
                    new UUID(buffer.getLong(), buffer.getLong()), buffer.getLong(), buffer.getLong()));
        }
        return all;
    }
}
