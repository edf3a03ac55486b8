package dev.agenthub.bench;

import java.io.IOException;
import java.util.List;

/** Something that is measured against a baseline in the same run. */
public interface Benchmark extends AutoCloseable {

    /** The rows it can measure, in the table's order, without measuring them. */
    List<String> names();

    /**
     * Measures one row.
     *
     * @param name one of {@link #names()}
     * @throws Exception where it cannot be measured, which ends the run
     */
    Row measure(String name) throws Exception;

    /** Removes what was made to be measured. */
    @Override
    default void close() throws IOException {}
}
