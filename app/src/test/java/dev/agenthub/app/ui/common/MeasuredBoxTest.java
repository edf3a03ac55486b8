package dev.agenthub.app.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.geometry.Orientation;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.Test;

final class MeasuredBoxTest {
    /** Text that is laid out each time somebody asks how high it is. */
    private static final class Words extends Region {
        private int lines = 1000;
        private int measured;

        @Override
        public Orientation getContentBias() {
            return Orientation.HORIZONTAL;
        }

        @Override
        protected double computePrefHeight(double width) {
            measured++;
            return lines / width;
        }

        void grow() {
            lines *= 2;
            requestLayout();
        }
    }

    private final Words words = new Words();
    private final MeasuredBox inside = new MeasuredBox(words);
    private final MeasuredBox box = new MeasuredBox(inside);

    MeasuredBoxTest() {
        inside.setSnapToPixel(false);
        box.setSnapToPixel(false);
    }

    @Test
    void measuresWhatIsInItOnceInEachWidth() {
        for (int i = 0; i < 3; i++) {
            assertThat(box.prefHeight(100)).isEqualTo(10);
            assertThat(box.prefHeight(50)).isEqualTo(20);
        }
        assertThat(words.measured).isEqualTo(2);
    }

    @Test
    void measuresAgainWhenSomethingDeepInItChanged() {
        box.prefHeight(100);
        box.layout();
        words.grow();
        assertThat(box.prefHeight(100)).isEqualTo(20);
    }

    @Test
    void measuresAgainWhenSomethingCameOrWent() {
        box.prefHeight(100);
        box.layout();
        Words more = new Words();
        inside.getChildren().add(more);
        assertThat(box.prefHeight(100)).isEqualTo(20);
        inside.getChildren().remove(words);
        assertThat(box.prefHeight(100)).isEqualTo(10);
    }

    @Test
    void keepsTheLeastHeightApart() {
        words.setMinHeight(3);
        assertThat(box.minHeight(100)).isEqualTo(3);
        assertThat(box.prefHeight(100)).isEqualTo(10);
        words.setMinHeight(4);
        assertThat(box.minHeight(100)).isEqualTo(4);
    }
}
