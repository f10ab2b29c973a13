/// How pages look: on paper A4, on a desk, and on a telephone of 375 px.
enum PageStyle {
    /// The rules of CSS.
    static let sheet = """
        :root { color-scheme: light; }
        * { box-sizing: border-box; }
        body { margin: 0; background: #fff; color: #1d2733;
          font: 15px/1.5 system-ui, "Segoe UI", "PingFang SC", "PingFang TC", "Microsoft YaHei",
            "Noto Sans CJK SC", "Noto Sans CJK TC", sans-serif; }
        main { max-width: 60rem; margin: 0 auto; padding: 1.25rem; }
        h1 { font-size: 1.35rem; line-height: 1.25; margin: 0 0 .25rem; overflow-wrap: anywhere; }
        h2 { font-size: 1.02rem; margin: 1.1rem 0 .35rem; break-after: avoid; }
        p { margin: .25rem 0; overflow-wrap: anywhere; }
        .rests, .more, .below { color: #5b6673; font-size: .85rem; }
        .lead { font-size: 1.1rem; font-weight: 600; }
        .tiles { display: grid; gap: .5rem; margin: .75rem 0;
          grid-template-columns: repeat(auto-fit, minmax(9.2rem, 1fr)); }
        .tile { border: 1px solid #d6dce3; border-left: 4px solid #8a96a3; border-radius: 4px;
          padding: .4rem .6rem; }
        .tile .name { font-size: .8rem; color: #5b6673; }
        .tile .value { font-size: 1.2rem; font-weight: 650; overflow-wrap: anywhere; }
        .tile.amount { grid-column: span 2; }
        .tile.open .value { font-size: .95rem; font-weight: 500; }
        .tile.up, .tile.gained { border-left-color: #1f7a4d; }
        .tile.down, .tile.lost { border-left-color: #b3362b; }
        h2.up, h2.gained { color: #1f7a4d; }
        h2.down, h2.lost { color: #b3362b; }
        .bar { margin: .5rem 0; font-size: .85rem; }
        .bar svg { display: block; width: 100%; height: 1.4rem; }
        .key { display: inline-block; margin-right: .9rem; white-space: nowrap; }
        .key i { display: inline-block; width: .75em; height: .75em; margin-right: .3em; }
        table { border-collapse: collapse; width: 100%; font-size: .9rem; }
        th, td { text-align: left; padding: .22rem .5rem .22rem 0; vertical-align: top;
          border-bottom: 1px solid #e4e8ed; }
        thead th { color: #5b6673; font-weight: 600; font-size: .8rem; }
        tr { break-inside: avoid; }
        .list td:last-child, .list th:last-child { text-align: right; padding-right: 0; }
        .matrix td, .matrix thead th:not(:first-child),
        .number { text-align: right; }
        .matrix td, .figures td { white-space: nowrap; font-variant-numeric: tabular-nums; }
        .matrix .moved { background: #fbe3d3; font-weight: 650; }
        .matrix .same { background: #e8f1f6; }
        .matrix .none { color: #a4adb7; }
        .wide { overflow-x: auto; margin-top: .6rem; }
        .course { position: relative; }
        .course svg { display: block; width: 100%; height: 9rem; border-bottom: 1px solid #8a96a3; }
        .course .most { position: absolute; top: 0; left: .25rem; font-size: .8rem; }
        .course .span { display: flex; justify-content: space-between; font-size: .8rem; }
        ul { padding-left: 1.1rem; margin: .3rem 0; font-size: .9rem; }
        li { margin: .3rem 0; break-inside: avoid; overflow-wrap: anywhere; }
        li p { color: #3d4854; }
        @media (max-width: 600px) {
          main { padding: .8rem; }
          .list thead { display: none; }
          .list tr { display: block; padding: .35rem 0; border-bottom: 1px solid #d6dce3; }
          .list td, .list td:last-child { display: flex; justify-content: space-between; gap: 1rem;
            text-align: right; border: 0; padding: .05rem 0; }
          .list td:first-child { font-weight: 650; text-align: left; }
          .list td:not(:first-child)::before { content: attr(data-title); color: #5b6673; }
        }
        @media print {
          @page { size: A4; margin: 14mm; }
          body { font-size: 10.5pt; }
          main { max-width: none; padding: 0; }
          .details { break-before: page; }
          svg, i, .tile, .matrix td { print-color-adjust: exact;
            -webkit-print-color-adjust: exact; }
        }
        """
}
