package dev.agenthub.app.tour;

import dev.agenthub.app.platform.Browser;
import dev.agenthub.app.platform.FileDialogs;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.stage.Window;

/**
 * Operates the real window on the sample organization as two people would, and compares every step with
 * the sandbox, the export and the verifier. Writes a picture of every step and a table of results.
 */
public final class Tour {
    private static final double MILLIS = 1000;

    private final Path folder;
    private final PrintWriter out;
    private final TourDialogs dialogs = new TourDialogs();
    private final List<Taken> taken = new ArrayList<>();

    /** Makes a tour that writes its files to {@code folder} and its progress to {@code out}. */
    public Tour(Path folder, PrintWriter out) {
        this.folder = folder.toAbsolutePath().normalize();
        this.out = out;
    }

    /** The action of a step and its checks. */
    @FunctionalInterface
    interface Action {
        void run() throws IOException;
    }

    /**
     * A step of the tour.
     *
     * @param name the name of its picture
     * @param title its description in the table
     */
    record Step(String name, String title, Action action) {}

    private record Taken(Step step, Duration took, boolean held) {}

    /** The file dialogs that the window uses during the tour. */
    public FileDialogs dialogs() {
        return dialogs;
    }

    /** The browser that the window uses during the tour. */
    public Browser browser() {
        return new TourBrowser();
    }

    /** Runs the steps until one fails; returns 0 where all succeeded, 1 otherwise. Not to be called on the JavaFX thread. */
    public int take(Window window, SampleAccess sample) throws IOException {
        Files.createDirectories(folder);
        var reader = new WindowReader(window);
        var robot = new WindowRobot(reader);
        var people = new PeopleSteps(reader, robot);
        var requests = new RequestSteps(reader, robot, sample, people);
        var evidence = new EvidenceSteps(reader, robot, dialogs, folder, people);
        var steps = new ArrayList<Step>();
        steps.addAll(requests.steps());
        steps.addAll(evidence.steps());
        steps.addAll(new ConnectionSteps(reader, robot, sample).steps());
        boolean all = steps.stream().allMatch(step -> take(step, reader));
        summarize(steps);
        return all ? 0 : 1;
    }

    private boolean take(Step step, WindowReader reader) {
        long start = System.nanoTime();
        String number = String.format(Locale.ROOT, "%02d", taken.size() + 1);
        String trouble = "";
        try {
            step.action().run();
        } catch (StepFailedException | IOException e) {
            trouble = String.valueOf(e.getMessage());
        } catch (RuntimeException e) {
            trouble = e.toString();
        }
        boolean held = trouble.isEmpty();
        photograph(reader, number + "-" + step.name() + (held ? "" : "-failed"));
        taken.add(new Taken(step, Duration.ofNanos(System.nanoTime() - start), held));
        out.println((held ? "✓ " : "✗ ") + number + " " + step.title() + (held ? "" : ": " + trouble));
        if (!held) {
            sayWhatShows(reader);
        }
        out.flush();
        return held;
    }

    private void sayWhatShows(WindowReader reader) {
        try {
            out.println("  on screen: " + reader.everything());
        } catch (StepFailedException e) {
            out.println("  (the window does not answer: " + e.getMessage() + ")");
        }
    }

    private void photograph(WindowReader reader, String name) {
        try {
            reader.photograph(folder.resolve(name + ".png"));
        } catch (StepFailedException e) {
            out.println("  (no picture: " + e.getMessage() + ")");
        }
    }

    private void summarize(List<Step> steps) {
        out.println();
        double total = 0;
        for (int at = 0; at < steps.size(); at++) {
            boolean reached = at < taken.size();
            double seconds = reached ? taken.get(at).took().toMillis() / MILLIS : 0;
            total += seconds;
            String sign = !reached ? "–" : taken.get(at).held() ? "✓" : "✗";
            out.println("  %s  %-62s %s".formatted(sign, steps.get(at).title(),
                    reached ? seconds(seconds) : "not reached"));
        }
        long held = taken.stream().filter(Taken::held).count();
        out.println("%n  %s of %s steps held in %s. Pictures, export, pin and report: %s".formatted(held, steps.size(),
                seconds(total).strip(), folder));
        out.flush();
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%6.1f s", seconds);
    }
}
