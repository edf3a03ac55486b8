package dev.agenthub.bench.parts;

import dev.agenthub.evidence.chain.LinkHasher;
import dev.agenthub.evidence.hash.Hash;
import java.security.MessageDigest;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Hashes and links an event, against one bare SHA-256 of its bytes. */
@State(Scope.Benchmark)
public class LinkParts {

    private final byte[] event = Sample.event();
    private final LinkHasher hasher = new LinkHasher();
    private final MessageDigest digest = Hash.newDigest();
    private byte[] previous = new byte[Hash.LENGTH];

    @Benchmark
    public byte[] ours() {
        hasher.event(event, 0, event.length);
        previous = hasher.link(1, previous);
        return previous;
    }

    @Benchmark
    public byte[] baseline() {
        return digest.digest(event);
    }
}
