package dev.agenthub.evidence.canonical;

import java.util.Arrays;

/** Numbers one after the other, for millions of them. */
final class IntStack {

    private int[] numbers = new int[16];
    private int size;

    void push(int number) {
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, size + (size >> 1));
        }
        numbers[size++] = number;
    }

    int get(int index) {
        return numbers[index];
    }

    int size() {
        return size;
    }

    /** Leaves only the first ones. */
    void cut(int remaining) {
        size = remaining;
    }
}
