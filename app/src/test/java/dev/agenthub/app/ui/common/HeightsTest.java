package dev.agenthub.app.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HeightsTest {
    private final Heights heights = new Heights();
    private final List<Double> asked = new ArrayList<>();

    private double measure(double width) {
        asked.add(width);
        return 1000 / width;
    }

    @Test
    void measuresOnceInEachWidth() {
        assertThat(heights.in(100, this::measure)).isEqualTo(10);
        assertThat(heights.in(200, this::measure)).isEqualTo(5);
        assertThat(heights.in(100, this::measure)).isEqualTo(10);
        assertThat(asked).containsExactly(100., 200.);
    }

    @Test
    void measuresAgainWhatChanged() {
        heights.in(100, this::measure);
        heights.forget();
        assertThat(heights.in(100, _ -> 7)).isEqualTo(7);
    }

    @Test
    void keepsNoMoreThanTheLastFewWidths() {
        for (int width = 1; width <= 1000; width++) {
            assertThat(heights.in(width, this::measure)).isEqualTo(1000. / width);
        }
        heights.in(1000, this::measure);
        assertThat(asked).hasSize(1000);
        heights.in(1, this::measure);
        assertThat(asked).hasSize(1001);
    }
}
