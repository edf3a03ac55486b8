package dev.agenthub.app.testing;

import dev.agenthub.files.FlightRecording;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedMethod;

/** Traces calls of methods in the whole process, each given as {@code package.Class::method}. */
public final class MethodCalls {
    private MethodCalls() {}

    /** The calls of {@code methods} while {@code deed} was done. */
    public static List<RecordedEvent> during(Collection<String> methods, Runnable deed) {
        try {
            return FlightRecording.during(recording -> recording.enable("jdk.MethodTrace")
                    .with("filter", String.join(";", methods)).withoutThreshold(), deed::run);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The method that was called, as it is named in {@link #during}. */
    public static String name(RecordedEvent call) {
        RecordedMethod method = call.getValue("method");
        return method.getType().getName() + "::" + method.getName();
    }
}
