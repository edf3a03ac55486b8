package dev.agenthub.bench.parts;

import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.merkle.CompactRange;
import dev.agenthub.evidence.merkle.LeafRun;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Appends a leaf to the tree: in runs, as segments are scanned, against one by one. */
@State(Scope.Benchmark)
public class TreeParts {

    private static final int LEAVES = 1024;

    private final byte[] leaf = new byte[Hash.LENGTH];

    @Benchmark
    @OperationsPerInvocation(LEAVES)
    public CompactRange ours() {
        LeafRun run = new LeafRun(0);
        for (int i = 0; i < LEAVES; i++) {
            run.append(leaf);
        }
        CompactRange tree = new CompactRange();
        tree.append(run);
        return tree;
    }

    @Benchmark
    @OperationsPerInvocation(LEAVES)
    public CompactRange baseline() {
        CompactRange tree = new CompactRange();
        for (int i = 0; i < LEAVES; i++) {
            tree.append(leaf);
        }
        return tree;
    }
}
