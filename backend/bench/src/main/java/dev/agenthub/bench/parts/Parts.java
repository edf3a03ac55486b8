package dev.agenthub.bench.parts;

import dev.agenthub.bench.Benchmark;
import dev.agenthub.bench.Row;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The rows that JMH measures: each a class with a method {@code ours} and a method {@code baseline}. */
public final class Parts implements Benchmark {

    private record Part(String name, Class<?> type, String baseline) {}

    private static final List<Part> PARTS = List.of(
            new Part("prove an event canonical", CanonicalParts.class, "parse it"),
            new Part("hash and link an event", LinkParts.class, "one SHA-256 of it"),
            new Part("append a leaf in a run", TreeParts.class, "append it alone"),
            new Part("read a line of a segment", LineParts.class, "SHA-256 of its bytes"),
            new Part("check an Ed25519 signature", SignatureParts.class, "the JDK's"));

    @Override
    public List<String> names() {
        return PARTS.stream().map(Part::name).toList();
    }

    @Override
    public Row measure(String name) throws Exception {
        Part part = PARTS.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
        return Row.ofTimes(name, nanos(part, "ours"), part.baseline(), nanos(part, "baseline"), "JMH");
    }

    private static double nanos(Part part, String method) throws Exception {
        Collection<RunResult> results = new Runner(
                new OptionsBuilder().include("^" + part.type().getName() + "\\." + method + "$").mode(Mode.AverageTime)
                        .timeUnit(TimeUnit.NANOSECONDS).forks(1).warmupIterations(3).warmupTime(TimeValue.seconds(1))
                        .measurementIterations(5).measurementTime(TimeValue.seconds(1)).verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        return results.iterator().next().getPrimaryResult().getScore();
    }
}
