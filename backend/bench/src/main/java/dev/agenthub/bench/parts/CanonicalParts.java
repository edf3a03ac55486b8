package dev.agenthub.bench.parts;

import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.chain.EventScan;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Proves an event canonical: the scan, against the parser that decides where the scan does not. */
@State(Scope.Benchmark)
public class CanonicalParts {

    private final byte[] event = Sample.event();
    private final EventScan scan = new EventScan();

    @Benchmark
    public boolean ours() {
        return scan.proves(event, 0, event.length);
    }

    @Benchmark
    public AuditEvent baseline() {
        return AuditEvent.parse(event);
    }
}
